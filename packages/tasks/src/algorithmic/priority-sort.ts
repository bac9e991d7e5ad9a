import { bitChannels } from '../channels.js';
import { exactSequences } from '../metrics/exact-sequences.js';
import { wrongBits } from '../metrics/wrong-bits.js';
import { checkInteger } from '../options/check.js';
import { BITS, LONGEST } from '../options/limits.js';
import { withDefaults } from '../options/with-defaults.js';
import { sequenceTask } from '../sequence-task.js';
import type { ConfiguredTask } from '../sequence-task.js';
import { mark, randomBits } from '../steps.js';

export interface PrioritySortOptions {
  /** Bits of a vector, in [1, 256]. @defaultValue 8 */
  readonly bits?: number;
  /** How many vectors are wanted, in [1, 10000]; all, if there are fewer. @defaultValue 16 */
  readonly highest?: number;
}

/**
 * Priority sort: vectors of bits are shown, each with a priority drawn uniformly from [-1, 1); then those with the
 * highest priorities are wanted, the highest first. The length is the number of vectors shown. A. Graves, G. Wayne,
 * I. Danihelka (2014), arXiv 1410.5401, section 4.5: 20 vectors, of which the 16 highest are wanted.
 *
 *     step       0 .. L - 1           L    L + 1 .. L + 16
 *     input      vectors, priorities  end  -
 *     target     -                    -    vectors, by falling priority
 *
 * Inputs are the bits, the priority and the end delimiter (10 for 8 bits); outputs are the bits (8). Vectors stay whole:
 * they are sorted as units, by the priority in the precision that a model sees, and equal ones in the order shown.
 *
 * @throws RangeError that names the option, its value and its range.
 */
export function prioritySort(given: PrioritySortOptions = {}): ConfiguredTask<Required<PrioritySortOptions>> {
  const options = withDefaults(given, { bits: 8, highest: 16 });
  const { bits, highest } = options;
  checkInteger('bits', bits, BITS);
  checkInteger('highest', highest, { low: 1, high: LONGEST });
  return sequenceTask({
    name: 'priority-sort',
    description: 'Of random vectors of bits with priorities, give back those of the highest, in order.',
    source: 'Graves, Wayne and Danihelka 2014, arXiv 1410.5401, section 4.5',
    options,
    inputs: [
      ...bitChannels(bits),
      { name: 'priority, 0 to 9', glyph: (value) => String(Math.min(9, Math.floor(5 * (value + 1)))) },
      { name: 'end' },
    ],
    targets: bitChannels(bits),
    outputs: 'bits',
    train: { low: 20, high: 20 },
    test: [20],
    lengths: { low: 1, high: LONGEST },
    metrics: [wrongBits, exactSequences],
    exampleLength: 20,
    sequence(random, length) {
      const shown = Array.from({ length }, () => ({
        vector: randomBits(random, bits),
        priority: Math.fround(random.uniform(-1, 1)),
      }));
      const sorted = shown.toSorted((one, other) => other.priority - one.priority);
      return [
        ...shown.map(({ vector, priority }) => ({ input: [...vector, priority] })),
        { input: mark(bits + 1) },
        ...sorted.slice(0, highest).map(({ vector }) => ({ input: [], target: vector })),
      ];
    },
  });
}
