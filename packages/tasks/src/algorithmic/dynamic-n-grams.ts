import type { RandomStream } from '@loci/random';
import { bitsAboveOptimal } from '../metrics/bits-above-optimal.js';
import { ORDERS } from '../optimal-n-grams.js';
import { checkInteger } from '../options/check.js';
import { LONGEST } from '../options/limits.js';
import { withDefaults } from '../options/with-defaults.js';
import { sequenceTask } from '../sequence-task.js';
import type { ConfiguredTask } from '../sequence-task.js';

export interface DynamicNGramsOptions {
  /** n, the length of the n-grams: a bit depends on the n - 1 bits before it, in [1, 16]. @defaultValue 6 */
  readonly order?: number;
}

/** A draw from Beta(1/2, 1/2), the arcsine distribution, by the inverse of its distribution function. */
const arcsine = (random: RandomStream): number => Math.sin((Math.PI / 2) * random.uniform()) ** 2;

/** Bits under a random table; the first have no context and are fair. */
function drawBits(random: RandomStream, length: number, order: number): readonly number[] {
  const contexts = 2 ** (order - 1);
  const table = Array.from({ length: contexts }, () => arcsine(random));
  let context = 0;
  return Array.from({ length }, (_, index) => {
    const bit = Number(random.bernoulli(index < order - 1 ? 0.5 : table[context]));
    context = (2 * context + bit) % contexts;
    return bit;
  });
}

/**
 * Dynamic n-grams: each bit of a sequence is to be predicted from those before it. It is drawn with a probability that
 * depends on the n - 1 bits before, by a table that is drawn anew for each sequence, its entries from Beta(1/2, 1/2); the
 * first n - 1 bits are fair. The length is the number of bits. A. Graves, G. Wayne, I. Danihelka (2014), arXiv 1410.5401,
 * section 4.4: 6-grams, 200 bits.
 *
 *     step       0      1      ..  L - 1
 *     input      -      bit 1  ..  bit L - 1
 *     target     bit 1  bit 2  ..  bit L
 *
 * Input is the bit before (1), output the bit itself (1). All bits count, the first and fair ones too: so counted, the
 * optimal predictor needs 133.4 bits for a sequence of 200, as in the paper's figure.
 *
 * @throws RangeError that names the option, its value and its range.
 */
export function dynamicNGrams(
  given: DynamicNGramsOptions = {},
): ConfiguredTask<Required<DynamicNGramsOptions>> {
  const options = withDefaults(given, { order: 6 });
  const { order } = options;
  checkInteger('order', order, ORDERS);
  return sequenceTask({
    name: 'dynamic-n-grams',
    description: 'Predict each bit of a sequence whose n-gram statistics change from sequence to sequence.',
    source: 'Graves, Wayne and Danihelka 2014, arXiv 1410.5401, section 4.4',
    options,
    inputs: [{ name: 'bit before' }],
    targets: [{ name: 'bit' }],
    outputs: 'bits',
    train: { low: 200, high: 200 },
    test: [200],
    lengths: { low: order, high: LONGEST },
    metrics: [bitsAboveOptimal(order)],
    exampleLength: 60,
    sequence(random, length) {
      const bits = drawBits(random, length, order);
      return bits.map((bit, index) => ({ input: bits.slice(Math.max(0, index - 1), index), target: [bit] }));
    },
  });
}
