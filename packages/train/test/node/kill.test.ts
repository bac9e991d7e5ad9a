import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { MemoryStore } from '../../src/index.js';
import { RunFolder } from '../../src/node.js';
import { killedRun } from '../support/killed-run.js';
import { eventsOf, outcomeOf } from '../support/run.js';

const STEPS = 120;
const hooks = join(__dirname, '../../../../tools/testing/typescript-hooks.mjs');
const script = join(__dirname, '../support/child.ts');

jest.setTimeout(300_000);

/** Runs the child on a folder; kills it so many milliseconds after so many events, if it lives that long. */
async function session(
  folder: string,
  kill?: { events: number; milliseconds: number },
): Promise<'killed' | 'ended'> {
  const child = spawn(process.execPath, ['--import', hooks, script, folder, String(STEPS)]);
  const exited = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ?? code));
  });
  let complaints = '';
  child.stderr.on('data', (text) => (complaints += text));
  let events = 0;
  for await (const text of child.stdout) {
    events += String(text).split('\n').length - 1;
    if (kill && events >= kill.events) {
      await wait(kill.milliseconds);
      child.kill('SIGKILL');
      break;
    }
  }
  const how = await exited;
  if (how !== 0 && how !== 'SIGKILL') throw new Error(`the child ended with ${how}: ${complaints}`);
  return how === 'SIGKILL' ? 'killed' : 'ended';
}

test('a run that is killed again and again at random moments ends as if it never had been', async () => {
  await tf.setBackend('cpu');
  const straight = new MemoryStore();
  await eventsOf(killedRun(straight, STEPS));
  const expected = await outcomeOf(straight);

  const kills = fc.array(
    fc.record({ events: fc.integer({ min: 1, max: 250 }), milliseconds: fc.integer({ min: 0, max: 20 }) }),
    { minLength: 1, maxLength: 3 },
  );
  await fc.assert(
    fc.asyncProperty(kills, async (moments) => {
      const folder = await mkdtemp(join(tmpdir(), 'loci-kill-'));
      try {
        for (const moment of moments) await session(folder, moment);
        expect(await session(folder)).toBe('ended');
        const store = new RunFolder(folder);
        expect(await outcomeOf(store)).toEqual(expected);
        expect(await store.steps()).toEqual(await straight.steps());
        // Nothing is left behind.
        expect((await readdir(folder)).sort()).toEqual(['checkpoints', 'metrics.jsonl', 'run.json']);
        const names = await readdir(join(folder, 'checkpoints'));
        expect(names.every((name) => name.startsWith('step-'))).toBe(true);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 4 },
  );
});
