import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RunFolder } from '@loci/train/node';
import * as tf from '@tensorflow/tfjs';
import { engines } from '../../src/engines/table.js';
import { rlPaper } from '../../src/suite/rl-paper.js';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';

beforeAll(useTestBackend);

const context = { steps: 1, engine: 'jit' } as const;
const cell = { task: 'copy', model: 'direct-access', seed: 1 };

test(
  'a cell that learns nothing is begun anew three times, and tested; what is done is not done again',
  () =>
    withTemporaryFolder(async (folder) => {
      const compile = await engines.jit.start();
      const before = tf.memory().numTensors;
      const signal = new AbortController().signal;
      const result = await rlPaper.run(cell, { ...context, compile, folder, signal });
      expect(tf.memory().numTensors).toBe(before);
      expect(result).toMatchObject({ restarts: 3, updates: 4 });
      expect(rlPaper.result.parse(result)).toEqual(result);
      expect(Object.keys(result!.levels)).toEqual(['15', '30', '60']);
      for (const { symbols, episodes } of Object.values(result!.levels)) {
        expect(symbols).toBeLessThan(50);
        expect(episodes).toBe(0);
      }
      expect(result!.picture).toMatch(/^step {2}input .* memory {2}writes {2}wanted\n {3}0 .*\[\S\]/);
      const runs = ['run-1', 'run-2', 'run-3', 'run-4'];
      expect((await readdir(folder)).sort()).toEqual(runs);
      const seeds = await Promise.all(
        runs.map(async (run) => (await new RunFolder(join(folder, run)).record())!.settings.seed),
      );
      expect(new Set(seeds).size).toBe(4);
      expect(await rlPaper.run(cell, { ...context, compile, folder, signal })).toEqual(result);
    }),
  300_000,
);

test(
  'a cell that is interrupted gives nothing',
  () =>
    withTemporaryFolder(async (folder) => {
      const compile = await engines.jit.start();
      const given = { ...context, compile, folder, signal: AbortSignal.abort() };
      expect(await rlPaper.run(cell, given)).toBeUndefined();
    }),
  120_000,
);

test('the table counts the seeds that solve a task beside what the paper says, and draws an episode', () => {
  const result = (symbols: number) => ({
    restarts: 1,
    updates: 10,
    levels: {
      15: { symbols, episodes: 0 },
      30: { symbols: symbols / 2, episodes: 0 },
      60: { symbols: symbols / 4, episodes: 0 },
    },
    picture: `an episode\nof ${symbols}`,
  });
  const of = (task: string, model: string, seed: number, symbols: number) => ({
    ...{ task, model, seed },
    result: result(symbols),
  });
  const lines = rlPaper.report([
    of('reverse', 'direct-access', 1, 98),
    of('reverse', 'direct-access', 2, 100),
    of('copy', 'lstm', 1, 50),
  ]);
  expect(lines.some((line) => line.includes('repeat-copy'))).toBe(false);
  const row = (task: string) =>
    lines
      .find((line) => line.trim().startsWith(task))!
      .trim()
      .split(/ {2,}/);
  expect(row('reverse')).toEqual(['reverse', '-', '-', '-', '-', '1 of 2', '99.0 49.5 24.8', '2', 'solved']);
  expect(row('copy').slice(0, 4)).toEqual(['copy', '0 of 1', '50.0 25.0 12.5', '1']);
  expect(lines.slice(-3)).toEqual(['reverse, direct-access:', 'an episode', 'of 100']);
});
