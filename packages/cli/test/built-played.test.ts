/** `loci train` on a task that is played, in a process of its own: what signals and kills leave behind. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { built } from './support/built.js';
import { jsonLines } from './support/command.js';
import { playing } from './support/small.js';
import { withTemporaryFolder } from './support/temporary-folder.js';

jest.setTimeout(300_000);

const STEPS = 150;
const run = [
  ...['train', 'rl-copy', ...playing, '--steps', String(STEPS), '--evaluate-every', '70'],
  ...['--checkpoint-every', '20', '--no-pictures', '--out', 'run'],
];

/** The metrics of a run but for the times in them. */
const metrics = async (folder: string) =>
  jsonLines(await readFile(join(folder, 'run/metrics.jsonl'), 'utf8')).map((line) =>
    Object.fromEntries(Object.entries(line).filter(([name]) => !/^seconds|PerSecond$/.test(name))),
  );

/** The bytes of the last weights and slots. */
const learned = async (folder: string) => {
  const checkpoint = join(folder, `run/checkpoints/step-${String(STEPS).padStart(8, '0')}`);
  return Promise.all(['weights.bin', 'slots.bin'].map((file) => readFile(join(checkpoint, file), 'base64')));
};

const steps = (stdout: string): number =>
  Number([...stdout.matchAll(/"type":"episode-progress","step":(\d+)/g)].at(-1)?.[1] ?? 0);

/** What the run gives that nothing stopped. */
let undisturbed: { metrics: unknown; learned: unknown };
beforeAll(() =>
  withTemporaryFolder(async (folder) => {
    const { code, stderr } = await built([...run, '--quiet'], { cwd: folder });
    expect([code, stderr]).toEqual([0, '']);
    undisturbed = { metrics: await metrics(folder), learned: await learned(folder) };
  }),
);

const expectUndisturbed = async (folder: string) =>
  expect({ metrics: await metrics(folder), learned: await learned(folder) }).toEqual(undisturbed);

test('SIGINT leaves a run that can be gone on with, and says how; it ends as if it never had been stopped', () =>
  withTemporaryFolder(async (folder) => {
    let sent = false;
    const stopped = await built([...run, '--json'], {
      cwd: folder,
      watch(child, stdout) {
        if (sent || steps(stdout) < 20) return;
        sent = true;
        child.kill('SIGINT');
      },
    });
    expect(stopped.code).toBe(130);
    expect(jsonLines(stopped.stdout).at(-1)).toMatchObject({ type: 'interrupted' });
    expect(stopped.stderr).toMatch(/Interrupted after step \d+\. To go on:\n {2}.* train --resume run\n$/);

    const ended = await built(['train', '--resume', 'run', '--quiet', '--no-pictures'], { cwd: folder });
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout).toMatch(/^Trained for 150 updates, 300 episodes, in \d+s; level \d of 3\.\n/);
    await expectUndisturbed(folder);
  }));

test('a kill at any moment loses nothing that was stored', () =>
  withTemporaryFolder(async (folder) => {
    let args = run;
    for (const delay of [0, 30]) {
      let sent = false;
      const killed = built([...args, '--json', '--quiet'], {
        cwd: folder,
        watch(child, stdout) {
          if (sent || !stdout.includes('"checkpoint"')) return;
          sent = true;
          setTimeout(() => child.kill('SIGKILL'), delay);
        },
      });
      await expect(killed).rejects.toThrow('SIGKILL');
      args = ['train', '--resume', 'run', '--no-pictures'];
    }
    const ended = await built([...args, '--json', '--quiet'], { cwd: folder });
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    const [, started] = jsonLines(ended.stdout);
    expect(started).toMatchObject({ type: 'started', resumed: true });
    expect(started.step).toBeGreaterThanOrEqual(40);
    await expectUndisturbed(folder);
    expect((await readdir(join(folder, 'run'))).sort()).toEqual(['checkpoints', 'metrics.jsonl', 'run.json']);
  }));

test('SIGTERM leaves a suite that goes on with the run that it was in', () =>
  withTemporaryFolder(async (folder) => {
    const cell = ['--tasks', 'copy', '--models', 'lstm', '--seeds', '1', '--steps', '10', '--out', 'suite'];
    const suite = ['suite', 'rl-paper', ...cell, '--json', '--quiet'];
    const record = (run: number) =>
      readFile(join(folder, `suite/copy/lstm/seed-1/run-${run}/run.json`), 'utf8').catch(() => undefined);
    const stopped = await built(suite, {
      cwd: folder,
      async start(child) {
        // As soon as it is begun anew.
        while (child.exitCode === null && !(await record(2)))
          await new Promise((next) => setTimeout(next, 10));
        child.kill('SIGTERM');
      },
    });
    expect([stopped.code, stopped.stdout]).toEqual([130, '']);
    expect(stopped.stderr).toMatch(/^Interrupted\. To go on:\n {2}.* suite rl-paper .*\n$/);
    const before = await record(1);
    const { code, stdout, stderr } = await built(suite, { cwd: folder });
    expect([code, stderr]).toEqual([0, '']);
    expect(jsonLines(stdout)).toMatchObject([
      { type: 'result', task: 'copy', model: 'lstm', seed: 1, result: { restarts: 3, updates: 40 } },
    ]);
    expect(await record(1)).toBe(before);
  }));
