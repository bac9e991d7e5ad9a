import { vectorTransduction } from './vector-transduction.js';
import type { VectorTransductionOptions } from './vector-transduction.js';

export type ReverseOptions = VectorTransductionOptions;

/**
 * Reverse: vectors of bits are shown between two delimiters, then the same vectors are wanted, last first. The length
 * is the number of vectors. The order is that of the sequence reversal of E. Grefenstette et al. (2015), arXiv 1506.02516,
 * section 4.1, and of W. Zaremba, I. Sutskever (2015), arXiv 1505.00521; vectors, delimiters, sizes and lengths are those
 * of {@link copy}, so that the two can be compared.
 *
 * @throws RangeError that names the option, its value and its range.
 */
export const reverse = (options: ReverseOptions = {}) =>
  vectorTransduction(options, (vectors) => vectors.toReversed(), {
    name: 'reverse',
    description: 'Give back a sequence of random vectors of bits in reverse order.',
    source:
      'order: Grefenstette et al. 2015, arXiv 1506.02516, section 4.1; vectors and lengths as in copy, arXiv 1410.5401',
  });
