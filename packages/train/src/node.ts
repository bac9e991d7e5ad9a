export type { FileSystem } from './node/file-system.js';
export { describeMachine } from './node/machine.js';
export { RunFolder } from './node/run-folder.js';
export { removeUnfinished, writeFiles } from './node/write-files.js';
