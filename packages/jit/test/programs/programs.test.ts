import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { refused } from '../../src/lower/refused.js';
import { loweringTable } from '../../src/lower/table.js';
import { Recorder } from '../../src/record/recorder.js';
import { difference, TfjsError, uses } from './compare.js';
import { operationTable } from './operations/table.js';
import { randomPrograms } from './program.js';

const SLOW = 3_600_000;

/** How many programs of several operations are tried: `PROGRAMS=10000` is the long mode. */
const PROGRAMS = Number(process.env.PROGRAMS ?? 250);
/** Another seed tries other programs. */
const SEED = Number(process.env.SEED ?? 1);
/** How often each operation is tried alone. */
const ALONE = 2;
/** The share of programs that tfjs may fail to run. */
const MOST_FAILURES = 0.03;

beforeAll(() => tf.setBackend('cpu'));

/** Random programs give compiled what they give without the compiler. */
function check(
  runs: number,
  length: { readonly min: number; readonly max: number },
  names?: readonly string[],
): { tried: number; failed: number } {
  let tried = 0;
  let failed = 0;
  fc.assert(
    fc.property(randomPrograms(length, names), fc.constantFrom(...uses), (program, use) => {
      tried++;
      try {
        expect(difference(program, use)).toBeUndefined();
      } catch (error) {
        if (!(error instanceof TfjsError)) throw error;
        failed++;
      }
    }),
    { numRuns: runs, seed: SEED },
  );
  return { tried, failed };
}

test(
  'operations alone, which together use every kernel that is covered',
  () => {
    const lower = jest.spyOn(Recorder.prototype, 'lower');
    const counts = Object.keys(operationTable).map((name) => check(ALONE, { min: 1, max: 1 }, [name]));
    const used = new Set(lower.mock.calls.map(([kernel]) => kernel));
    lower.mockRestore();
    expect(Object.keys(loweringTable).filter((kernel) => !(kernel in refused) && !used.has(kernel))).toEqual(
      [],
    );
    const sum = (of: 'tried' | 'failed'): number => counts.reduce((total, count) => total + count[of], 0);
    expect(sum('failed') / sum('tried')).toBeLessThan(MOST_FAILURES);
  },
  SLOW,
);

test(
  'programs of several operations',
  () => {
    const { tried, failed } = check(PROGRAMS, { min: 2, max: 8 });
    expect(failed / tried).toBeLessThan(MOST_FAILURES);
  },
  SLOW,
);
