/**
 * How the words of a sentence are weighted (arXiv 1503.08895, section 4.1). Number k = 1 .. d of word j = 1 .. J of a
 * sentence is multiplied by
 *
 *     bag-of-words       1
 *     position           (1 - j/J) - (k/d) (1 - 2j/J)              the paper; J words in this sentence
 *     position-of-code   1 + 4 (k - (d+1)/2) (j - (J+1)/2) / (d J) the authors' code, which made their tables; J slots in
 *                                                                  every sentence, that of its time included
 *
 * All three are `weight_j + slope_k * tilt_j`, the form of `Bags`.
 */
import type { Encoding } from './options.js';

export interface SlotWeight {
  readonly weight: number;
  readonly tilt: number;
}

interface EncodingRule {
  /** For number k, from 1. */
  slope(k: number, width: number): number;
  /** For word j of `words`, from 1, in a sentence of so many `slots`. */
  ofWord(j: number, words: number, slots: number): SlotWeight;
  /** For the time of a sentence, which stands in its last slot. */
  ofTime(slots: number): SlotWeight;
}

const plain: SlotWeight = { weight: 1, tilt: 0 };
const ofCode = (j: number, slots: number): SlotWeight => ({ weight: 1, tilt: (j - (slots + 1) / 2) / slots });

export const encodingRules: Readonly<Record<Encoding, EncodingRule>> = {
  'bag-of-words': { slope: () => 0, ofWord: () => plain, ofTime: () => plain },
  position: {
    slope: (k, width) => k / width,
    ofWord: (j, words) => ({ weight: 1 - j / words, tilt: (2 * j) / words - 1 }),
    ofTime: () => plain,
  },
  'position-of-code': {
    slope: (k, width) => (4 * (k - (width + 1) / 2)) / width,
    ofWord: (j, _words, slots) => ofCode(j, slots),
    ofTime: (slots) => ofCode(slots, slots),
  },
};

/** The slope of each number of an embedding. */
export const slopes = (encoding: Encoding, width: number): number[] =>
  Array.from({ length: width }, (_, k) => encodingRules[encoding].slope(k + 1, width));
