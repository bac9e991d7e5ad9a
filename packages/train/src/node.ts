export { RunFolder } from './node/run-folder.js';
