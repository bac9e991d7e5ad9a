export { toPNG } from './png.js';
export type { PNGOptions } from './png.js';
