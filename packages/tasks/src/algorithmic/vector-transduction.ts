/**
 * What copy and reverse share: vectors of bits are shown, then others made of them are wanted, as many, while nothing is
 * shown.
 *
 *     step       0      1 .. L   L + 1  L + 2 .. 2 L + 1
 *     input      start  vectors  end    -
 *     target     -      -        -      vectors
 *
 * Input channels are the bits, the start delimiter and the end delimiter. Target channels are the bits and a delimiter that
 * is never wanted: with it the sizes, 10 and 9 for 8 bits, are those that the paper's numbers of parameters imply, while
 * the paper says that targets are without the delimiter. That constant column is soon learned and costs no bits then,
 * but it counts in the accuracy: guessing gives 5/9 for 8 bits.
 */
import { bitChannels } from '../channels.js';
import { exactSequences } from '../metrics/exact-sequences.js';
import { wrongBits } from '../metrics/wrong-bits.js';
import { checkInteger } from '../options/check.js';
import { BITS, LONGEST } from '../options/limits.js';
import { withDefaults } from '../options/with-defaults.js';
import { sequenceTask } from '../sequence-task.js';
import type { ConfiguredTask, SequenceTaskDefinition } from '../sequence-task.js';
import { mark, randomVectors } from '../steps.js';

export interface VectorTransductionOptions {
  /** Bits of a vector, in [1, 256]. @defaultValue 8 */
  readonly bits?: number;
}

type Vectors = readonly (readonly number[])[];

/** @throws RangeError that names the option, its value and its range. */
export function vectorTransduction(
  given: VectorTransductionOptions,
  wanted: (vectors: Vectors) => Vectors,
  about: Pick<SequenceTaskDefinition<object>, 'name' | 'description' | 'source'>,
): ConfiguredTask<Required<VectorTransductionOptions>> {
  const options = withDefaults(given, { bits: 8 });
  const { bits } = options;
  checkInteger('bits', bits, BITS);
  return sequenceTask({
    ...about,
    options,
    inputs: [...bitChannels(bits), { name: 'start' }, { name: 'end' }],
    targets: [...bitChannels(bits), { name: 'end' }],
    outputs: 'bits',
    train: { low: 1, high: 20 },
    test: [10, 20, 30, 50, 80, 120],
    lengths: { low: 1, high: LONGEST },
    metrics: [wrongBits, exactSequences],
    exampleLength: 8,
    sequence(random, length) {
      const vectors = randomVectors(random, length, bits);
      return [
        { input: mark(bits) },
        ...vectors.map((input) => ({ input })),
        { input: mark(bits + 1) },
        ...wanted(vectors).map((target) => ({ input: [], target })),
      ];
    },
  });
}
