import type { RandomStream } from '@loci/random';
import { exactSequences } from '../metrics/exact-sequences.js';
import { wrongBits } from '../metrics/wrong-bits.js';
import { checkInteger } from '../options/check.js';
import { LONGEST } from '../options/limits.js';
import { withDefaults } from '../options/with-defaults.js';
import { sequenceTask } from '../sequence-task.js';
import type { ConfiguredTask } from '../sequence-task.js';
import { mark } from '../steps.js';

export interface DyckOptions {
  /** Kinds of brackets n, in [1, 64]. @defaultValue 2 */
  readonly kinds?: number;
}

const KINDS = { low: 1, high: 64 };

/**
 * Where a sequence of so many pairs of brackets opens: every way of opening and closing is equally likely. Of the
 * rotations of a sequence with one more closing bracket exactly one is balanced before its last (the cycle lemma; Dvoretzky
 * and Motzkin 1947).
 */
function balanced(random: RandomStream, pairs: number): readonly boolean[] {
  const shuffled = random.shuffle(Array.from({ length: 2 * pairs + 1 }, (_, index) => index < pairs));
  let depth = 0;
  let lowest = 0;
  let start = 0;
  shuffled.forEach((opens, index) => {
    depth += opens ? 1 : -1;
    if (depth < lowest) [lowest, start] = [depth, index + 1];
  });
  return [...shuffled.slice(start), ...shuffled.slice(0, start)].slice(0, -1);
}

/**
 * Dyck-n: balanced brackets of n kinds. After each one it is wanted which closing bracket may follow, and whether the
 * sequence may end; that any bracket may open goes without saying. The length is the number of pairs. M. Suzgun, S. Gehrmann,
 * Y. Belinkov, S. M. Shieber (2019), "Memory-Augmented Recurrent Neural Networks Can Learn Generalized Dyck Languages", arXiv
 * 1911.03329, section 4.
 *
 *     input      ( [ ] ( ) )
 *     target     ) ] ) ) ) end
 *
 * Inputs are the opening and the closing brackets (2 n); outputs are bits, the closing brackets and the end (n + 1).
 *
 * @throws RangeError that names the option, its value and its range.
 */
export function dyck(given: DyckOptions = {}): ConfiguredTask<Required<DyckOptions>> {
  const options = withDefaults(given, { kinds: 2 });
  const { kinds } = options;
  checkInteger('kinds', kinds, KINDS);
  const named = (what: string) =>
    Array.from({ length: kinds }, (_, kind) => ({ name: `${what} ${kind + 1}` }));
  return sequenceTask({
    name: 'dyck',
    description:
      'Balanced brackets of several kinds: which one may be closed now, and whether the sequence may end.',
    source: 'Suzgun et al. 2019, arXiv 1911.03329, section 4',
    options,
    inputs: [...named('open'), ...named('close')],
    targets: [...named('close'), { name: 'end' }],
    outputs: 'bits',
    train: { low: 1, high: 25 },
    test: [25, 50, 100, 200],
    lengths: { low: 1, high: LONGEST },
    metrics: [wrongBits, exactSequences],
    exampleLength: 6,
    sequence(random, length) {
      const open: number[] = [];
      return balanced(random, length).map((opens) => {
        const kind = opens ? random.integer(0, kinds - 1) : open.pop()!;
        if (opens) open.push(kind);
        return { input: mark(opens ? kind : kinds + kind), target: mark(open.at(-1) ?? kinds) };
      });
    },
  });
}
