export { readBabiFile, readBabiFolder } from './babi/read.js';
export type { BabiFolderOptions, BabiTaskStories } from './babi/read.js';
