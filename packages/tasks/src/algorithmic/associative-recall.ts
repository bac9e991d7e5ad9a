import type { RandomStream } from '@loci/random';
import { bitChannels } from '../channels.js';
import { exactSequences } from '../metrics/exact-sequences.js';
import { wrongBits } from '../metrics/wrong-bits.js';
import { checkInteger } from '../options/check.js';
import { BITS, LONGEST } from '../options/limits.js';
import { withDefaults } from '../options/with-defaults.js';
import { sequenceTask } from '../sequence-task.js';
import type { ConfiguredTask } from '../sequence-task.js';
import { mark, randomVectors } from '../steps.js';

export interface AssociativeRecallOptions {
  /** Bits of a vector, in [1, 256]. @defaultValue 6 */
  readonly bits?: number;
  /** Vectors of an item, in [1, 100]. @defaultValue 3 */
  readonly vectors?: number;
}

type Item = readonly (readonly number[])[];

const VECTORS = { low: 1, high: 100 };

/** So many items, all different: else it would not be said which successor is wanted. */
function differentItems(random: RandomStream, count: number, draw: (random: RandomStream) => Item): Item[] {
  const items = new Map<string, Item>();
  while (items.size < count) {
    const item = draw(random);
    items.set(item.join(), item);
  }
  return [...items.values()];
}

/**
 * Associative recall: items are shown, each of several vectors of bits, then one of them again; the item that followed it
 * is wanted. The length is the number of items. A. Graves, G. Wayne, I. Danihelka (2014), arXiv 1410.5401, section 4.3:
 * trained on 2 to 6 items of three vectors of 6 bits, tested to 20.
 *
 *     step       0          1 2 3   4          5 6 7   ..  4 L    ..         4 L + 4  ..
 *     input      delimiter  item 1  delimiter  item 2  ..  query  an item's  query    - - -
 *     target     -          -       -          -       ..  -      -          -        its successor
 *
 * Inputs are the bits, the delimiter before each item and the query delimiter, which closes the last item and stands on
 * both sides of the query (8 for 6 bits); outputs are the bits (6). The items of a sequence are all different, and every
 * one but the last is asked for equally often.
 *
 * @throws RangeError that names the option, its value and its range.
 */
export function associativeRecall(
  given: AssociativeRecallOptions = {},
): ConfiguredTask<Required<AssociativeRecallOptions>> {
  const options = withDefaults(given, { bits: 6, vectors: 3 });
  const { bits, vectors } = options;
  checkInteger('bits', bits, BITS);
  checkInteger('vectors', vectors, VECTORS);
  const most = Math.min(LONGEST, 2 ** (bits * vectors));
  const delimiter = { input: mark(bits) };
  const query = { input: mark(bits + 1) };
  return sequenceTask({
    name: 'associative-recall',
    description: 'Of a sequence of items one is shown again: give back the item that followed it.',
    source: 'Graves, Wayne and Danihelka 2014, arXiv 1410.5401, section 4.3',
    options,
    inputs: [...bitChannels(bits), { name: 'item' }, { name: 'query' }],
    targets: bitChannels(bits),
    outputs: 'bits',
    train: { low: 2, high: Math.min(6, most) },
    test: [...new Set([6, 10, 15, 20].map((length) => Math.min(length, most)))],
    lengths: { low: 2, high: most },
    metrics: [wrongBits, exactSequences],
    exampleLength: Math.min(4, most),
    sequence(random, length) {
      const items = differentItems(random, length, () => randomVectors(random, vectors, bits));
      const asked = random.integer(0, length - 2);
      const show = (item: Item) => item.map((input) => ({ input }));
      return [
        ...items.flatMap((item) => [delimiter, ...show(item)]),
        query,
        ...show(items[asked]),
        query,
        ...items[asked + 1].map((target) => ({ input: [], target })),
      ];
    },
  });
}
