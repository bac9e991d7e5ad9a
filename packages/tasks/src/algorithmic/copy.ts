import { vectorTransduction } from './vector-transduction.js';
import type { VectorTransductionOptions } from './vector-transduction.js';

export type CopyOptions = VectorTransductionOptions;

/**
 * Copy: vectors of bits are shown between two delimiters, then the same vectors are wanted. The length is the number of
 * vectors. A. Graves, G. Wayne, I. Danihelka (2014), arXiv 1410.5401, section 4.1: trained on 1 to 20 vectors of 8 bits,
 * tested to 120.
 *
 * Inputs are the bits, a start and an end delimiter (10 for 8 bits); outputs are the bits and a delimiter that is never
 * wanted (9), so that models have the paper's sizes.
 *
 * @throws RangeError that names the option, its value and its range.
 */
export const copy = (options: CopyOptions = {}) =>
  vectorTransduction(options, (vectors) => vectors, {
    name: 'copy',
    description: 'Give back a sequence of random vectors of bits.',
    source: 'Graves, Wayne and Danihelka 2014, arXiv 1410.5401, section 4.1',
  });
