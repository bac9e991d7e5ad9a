import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { eager, MemoryStore, RunFileError } from '../../src/index.js';
import type { RunStore, TrainOptions } from '../../src/index.js';
import { RunFolder } from '../../src/node.js';
import { Crash, crashingAt, fullAfter } from '../support/faulty-file-system.js';
import { eventsOf, outcomeOf } from '../support/run.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';
import { linearModel, mirror } from '../support/toy.js';

beforeAll(() => tf.setBackend('cpu'));

async function session(store: RunStore, more: Partial<TrainOptions> = {}): Promise<void> {
  const model = linearModel(mirror);
  try {
    await eventsOf({
      model,
      task: mirror,
      seed: 2,
      batch: 2,
      // Files are the subject, and compiling again and again for four steps would take most of the time.
      compile: eager,
      readEvery: 1,
      window: 3,
      evaluate: { every: 3, lengths: [1], sequences: 1 },
      checkpoint: { every: 2, keep: 1 },
      stop: { steps: 4 },
      resume: true,
      store,
      ...more,
    });
  } finally {
    model.dispose();
  }
}

async function straightOutcome(): Promise<unknown> {
  const store = new MemoryStore();
  await session(store);
  return outcomeOf(store);
}

/** All that a folder holds is sound, and nothing else is there. */
async function expectSound(folder: string): Promise<void> {
  const store = new RunFolder(folder);
  for (const step of await store.steps()) expect((await store.load(step)).training.step).toBe(step);
  await store.metrics();
  expect((await readdir(folder)).sort()).toEqual(['checkpoints', 'metrics.jsonl', 'run.json']);
  const checkpoints = await readdir(join(folder, 'checkpoints'));
  expect(checkpoints.every((name) => name.startsWith('step-'))).toBe(true);
}

test('killed within any operation on files, a run goes on and ends as if it never had been', async () => {
  const expected = await straightOutcome();
  let crashes = 0;
  for (let nth = 1; ; nth++) {
    const survived = await withTemporaryFolder(async (folder) => {
      const { files, crashed } = crashingAt(nth);
      const ending = await session(new RunFolder(folder, files)).catch((error: unknown) => error);
      if (!crashed()) return true;
      // What dies may be of no consequence, such as bringing a folder's names to the disk; else it shows.
      if (ending !== undefined) expect([ending, (ending as Error).cause]).toContainEqual(expect.any(Crash));
      await session(new RunFolder(folder));
      expect(await outcomeOf(new RunFolder(folder))).toEqual(expected);
      await expectSound(folder);
      return false;
    });
    if (survived) break;
    crashes++;
  }
  // Each step appends metrics (open, write, close); checkpoints are ten operations and more.
  expect(crashes).toBeGreaterThan(100);
});

test('on a disk that gets full anywhere a run ends with one clear error, and goes on when there is room', async () => {
  const expected = await straightOutcome();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 14_000 }), (room) =>
      withTemporaryFolder(async (folder) => {
        const ending = await session(new RunFolder(folder, fullAfter(room))).catch((error: unknown) => error);
        if (ending !== undefined) {
          expect(ending).toBeInstanceOf(RunFileError);
          expect((ending as RunFileError).problem).toBe('unwritable');
          expect((ending as RunFileError).message).toMatch(/^.+: cannot be written: the disk is full$/);
          expect((ending as RunFileError).file.startsWith(folder)).toBe(true);
        }
        const store = new RunFolder(folder);
        for (const step of await store.steps()) expect((await store.load(step)).training.step).toBe(step);
        await session(store);
        expect(await outcomeOf(store)).toEqual(expected);
        await expectSound(folder);
      }),
    ),
    { numRuns: 40 },
  );
});
