import type { Channel } from './picture.js';

/** The channels of a vector of bits. */
export const bitChannels = (bits: number): readonly Channel[] =>
  Array.from({ length: bits }, (_, index) => ({ name: `bit ${index + 1}` }));
