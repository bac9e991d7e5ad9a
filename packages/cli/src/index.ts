export { exitCodes } from './exit-codes.js';
export { main } from './main.js';
export type { Streams } from './output/console.js';
export { engines } from './engines/table.js';
