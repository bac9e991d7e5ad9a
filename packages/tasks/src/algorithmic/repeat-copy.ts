import { bitChannels } from '../channels.js';
import { exactSequences } from '../metrics/exact-sequences.js';
import { wrongBits } from '../metrics/wrong-bits.js';
import { checkInteger, checkRange } from '../options/check.js';
import type { IntegerRange } from '../options/check.js';
import { BITS, LONGEST } from '../options/limits.js';
import { withDefaults } from '../options/with-defaults.js';
import { sequenceTask } from '../sequence-task.js';
import type { ConfiguredTask } from '../sequence-task.js';
import { mark, randomVectors } from '../steps.js';

export interface RepeatCopyOptions {
  /** Bits of a vector, in [1, 256]. @defaultValue 6 */
  readonly bits?: number;
  /**
   * How often the vectors are wanted: drawn uniformly for each sequence, whatever its length, both ends included, within
   * [1, 1000]. @defaultValue { low: 1, high: 10 }
   */
  readonly repeats?: IntegerRange;
  /**
   * The repeats that the model is trained on, over which the count has mean 0 and variance 1. To test with other repeats
   * than those trained on, give the trained ones here. Their number must be even: of an odd number the middle one would
   * be normalised to 0, and nothing would mark the end of the vectors. @defaultValue those of `repeats`
   */
  readonly trainRepeats?: IntegerRange;
}

const REPEATS = { low: 1, high: 1000 };

/** Mean and standard deviation of the uniform distribution over the integers of a range. */
const momentsOf = ({ low, high }: IntegerRange) => ({
  mean: (low + high) / 2,
  deviation: Math.sqrt(((high - low + 1) ** 2 - 1) / 12),
});

function checkTrainRepeats(range: IntegerRange): void {
  checkRange('trainRepeats', range, REPEATS);
  const { low, high } = range;
  if ((high - low) % 2 === 0) {
    throw new RangeError(
      'trainRepeats (by default the same as repeats) must hold an even number of counts, ' +
        `such as [${low}, ${high + 1}], or the one in the middle would be normalised to 0, got [${low}, ${high}]`,
    );
  }
}

/**
 * Repeat copy: vectors of bits are shown, then a count; the same vectors are wanted that often, then an end marker. The
 * length is the number of vectors; how often they are repeated varies from sequence to sequence. A. Graves, G. Wayne,
 * I. Danihelka (2014), arXiv 1410.5401, section 4.2: trained on 1 to 10 vectors and 1 to 10 repeats, tested on 20 vectors
 * with 10 repeats and on 10 vectors with 20.
 *
 *     step       0      1 .. L   L + 1  L + 2 .. (R + 1) L + 1  (R + 1) L + 2
 *     input      start  vectors  count  -                       -
 *     target     -      -        -      vectors, R times        end
 *
 * Inputs are the bits, a start delimiter and the normalised count, which is not 0 and so ends the vectors too (8 for 6
 * bits); outputs are the bits and the end marker (7). The format is that of the public code of A. Graves et al. (2016),
 * "Hybrid computing using a neural network with dynamic external memory", with the normalisation of the paper of 2014.
 *
 * @throws RangeError that names the option, its value and its range.
 */
export function repeatCopy(given: RepeatCopyOptions = {}): ConfiguredTask<Required<RepeatCopyOptions>> {
  const { bits, repeats } = withDefaults<Required<RepeatCopyOptions>>(given, {
    bits: 6,
    repeats: { low: 1, high: 10 },
    trainRepeats: { low: 1, high: 10 },
  });
  const { trainRepeats = repeats } = given;
  checkInteger('bits', bits, BITS);
  checkRange('repeats', repeats, REPEATS);
  checkTrainRepeats(trainRepeats);
  const { mean, deviation } = momentsOf(trainRepeats);
  return sequenceTask({
    name: 'repeat-copy',
    description:
      'Give back a sequence of random vectors of bits as often as asked, and say when that is done.',
    source: 'Graves, Wayne and Danihelka 2014, arXiv 1410.5401, section 4.2',
    options: { bits, repeats, trainRepeats },
    inputs: [
      ...bitChannels(bits),
      { name: 'start' },
      { name: 'repeats', glyph: (value) => String(Math.round(value * deviation + mean)) },
    ],
    targets: [...bitChannels(bits), { name: 'end' }],
    outputs: 'bits',
    train: { low: 1, high: 10 },
    test: [10, 20],
    lengths: { low: 1, high: LONGEST },
    metrics: [wrongBits, exactSequences],
    exampleLength: 5,
    sequence(random, length) {
      const vectors = randomVectors(random, length, bits);
      const count = random.integer(repeats.low, repeats.high);
      return [
        { input: mark(bits) },
        ...vectors.map((input) => ({ input })),
        { input: mark(bits + 1, (count - mean) / deviation) },
        ...Array.from({ length: count }, () => vectors.map((target) => ({ input: [], target }))).flat(),
        { input: [], target: mark(bits) },
      ];
    },
  });
}
