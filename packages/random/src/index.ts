export { RandomStream } from './random-stream.js';
export type { RandomState } from './random-stream.js';
