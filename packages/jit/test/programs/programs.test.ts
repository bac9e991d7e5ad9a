import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { refused } from '../../src/lower/refused.js';
import { loweringTable } from '../../src/lower/table.js';
import { Heap } from '../../src/memory/heap.js';
import { Recorder } from '../../src/record/recorder.js';
import { difference, TfjsError, uses, type Use } from './compare.js';
import { operationTable } from './operations/table.js';
import { randomPrograms, type RandomProgram } from './program.js';

const SLOW = 3_600_000;

/** How many programs of several operations are tried: `PROGRAMS=10000` is the long mode. */
const PROGRAMS = Number(process.env.PROGRAMS ?? 250);
/** Another seed tries other programs. */
const SEED = Number(process.env.SEED ?? 1);
/** How many programs of each operation alone are tried in each use. */
const ALONE = 2;
/** The share of programs that tfjs may fail to run, on empty tensors mostly: of 10,000 it failed on 3.1 %. */
const MOST_FAILURES = 0.05;

beforeAll(async () => {
  await tf.setBackend('cpu');
  // What no one wrote must not be read: it shows as an odd number.
  const { scratch } = Heap.prototype;
  jest.spyOn(Heap.prototype, 'scratch').mockImplementation(function (this: Heap, bytes) {
    const address = scratch.call(this, bytes);
    this.floats.fill(7.25, address / 4, (address + bytes) / 4);
    return address;
  });
});

interface Counts {
  readonly tried: number;
  readonly failed: number;
}

/** Random programs give compiled what they give without the compiler. */
function check(
  programs: fc.Arbitrary<RandomProgram>,
  use: fc.Arbitrary<Use>,
  runs: number,
  seed: number,
): Counts {
  let tried = 0;
  let failed = 0;
  fc.assert(
    fc.property(programs, use, (program, use) => {
      tried++;
      try {
        expect(difference(program, use)).toBeUndefined();
      } catch (error) {
        if (!(error instanceof TfjsError)) throw error;
        failed++;
      }
    }),
    { numRuns: runs, seed },
  );
  return { tried, failed };
}

function expectFewFailures(counts: readonly Counts[]): void {
  const sum = (of: keyof Counts): number => counts.reduce((total, count) => total + count[of], 0);
  expect(sum('failed') / sum('tried')).toBeLessThan(MOST_FAILURES);
}

test(
  'operations alone, which together use every kernel that is covered',
  () => {
    const lower = jest.spyOn(Recorder.prototype, 'lower');
    const pairs = Object.keys(operationTable).flatMap((name) => uses.map((use) => ({ name, use })));
    // Each with a seed of its own, so that they do not all get the same inputs.
    const counts = pairs.map(({ name, use }, i) =>
      check(randomPrograms({ min: 1, max: 1 }, [name]), fc.constant(use), ALONE, SEED * pairs.length + i),
    );
    const used = new Set(lower.mock.calls.map(([kernel]) => kernel));
    lower.mockRestore();
    expect(Object.keys(loweringTable).filter((kernel) => !(kernel in refused) && !used.has(kernel))).toEqual(
      [],
    );
    expectFewFailures(counts);
  },
  SLOW,
);

test(
  'programs of several operations',
  () => {
    expectFewFailures([check(randomPrograms({ min: 2, max: 8 }), fc.constantFrom(...uses), PROGRAMS, SEED)]);
  },
  SLOW,
);
