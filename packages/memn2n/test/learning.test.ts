/**
 * Memory Networks learn tasks of bAbI, on stories of our own and on the published ones: PE LS RN with 1,000 questions, as in
 * the paper's Table 1, with its choice among restarts. `LOCI_LONG=1` takes the paper's ten restarts, and more tasks.
 */
import { RandomStream } from '@loci/random';
import { babiExamples, generateBabi } from '@loci/tasks';
import { readBabiFolder } from '@loci/tasks/node';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { withRealBabi } from '../../../tools/testing/real-babi.js';
import { bound, forSeeds, paperError, testErrorOf } from './support/learn.js';

beforeAll(useTestBackend);

const long = process.env.LOCI_LONG === '1';
const restarts = long ? 10 : 2;
const patience = long ? 7_200_000 : 600_000;

// Of tasks 2 and 4 restarts differ much, with no training error at all: two are not enough.
it.each(long ? [1, 2, 4, 6, 12, 15, 16, 20] : [1, 6, 12, 15, 16, 20])(
  'task %i, with drawn stories and weights',
  (task) =>
    forSeeds(1, async (seed) => {
      const random = RandomStream.fromSeed(seed);
      const draw = () => babiExamples(generateBabi(task, random, { questions: 1000 }));
      const questions = { training: draw(), test: draw() };
      expect(await testErrorOf(questions, restarts, seed)).toBeLessThanOrEqual(bound(task));
    }),
  patience,
);

const published = long ? [1, 2, 4, 8, 15, 16, 20] : [1, 15, 20];
withRealBabi(
  `the published tasks ${published.join(', ')}`,
  async (folder) => {
    const errors: Record<number, number> = {};
    for (const { number, train, test } of await readBabiFolder(folder, { tasks: published })) {
      const questions = { training: babiExamples(train), test: babiExamples(test) };
      errors[number] = await testErrorOf(questions, restarts, 20261126);
    }
    // With as many restarts as the paper's, at or below its errors.
    const above = published.filter((task) => errors[task] > (long ? paperError(task) : bound(task)));
    expect({ above, errors }).toEqual({ above: [], errors });
  },
  patience,
);
