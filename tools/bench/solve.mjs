import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { RandomStream } from '@loci/random';
import { root } from '../root.mjs';
import { onOneCore } from './contender.mjs';
import { table } from './table.mjs';

/** Trains with one seed through the command line on one core; seconds from its start to its end. */
async function solve(seed, folder) {
  const loci = join(root, 'packages', 'cli', 'bin', 'loci.js');
  const words = [process.execPath, loci, 'train', 'copy', '--seed', String(seed), '--out', folder, '--json'];
  const [command, ...parameters] = [...onOneCore('0'), ...words];
  const started = performance.now();
  const child = spawn(command, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let training = NaN;
  let scores = [];
  let anew = 0;
  let back = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line);
    if (event.type === 'progress') training = (performance.now() - started) / 1000;
    if (event.type === 'restarted') anew++;
    if (event.type === 'taken-back') back++;
    if (event.type === 'evaluation') scores = event.scores;
  }
  const wrongBits = (length) => scores.find((score) => score.length === length)?.metrics['wrong bits'];
  return {
    seed,
    trained_s: training,
    all_s: (performance.now() - started) / 1000,
    at20: wrongBits(20),
    at120: wrongBits(120),
    anew,
    back,
  };
}

/** How many seconds the paper's copy task takes, from the start of the command on, over drawn seeds. */
export async function benchSolve({ seeds, draw, json }) {
  const random = RandomStream.fromSeed(draw);
  const folder = mkdtempSync(join(tmpdir(), 'loci-solve-'));
  const runs = [];
  try {
    for (let i = 0; i < seeds; i++) {
      const run = await solve(random.integer(0, 2 ** 31), join(folder, String(i)));
      runs.push(run);
      if (json) console.log(JSON.stringify(run));
      else process.stderr.write(`seed ${run.seed}: ${run.all_s.toFixed(1)} s\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (json) return;
  const solved = runs.filter(({ at20, at120 }) => at20 === 0 && at120 < 1);
  const rows = runs.map(({ seed, trained_s, all_s, at20, at120, anew, back }) => [
    seed,
    trained_s.toFixed(1),
    all_s.toFixed(1),
    at20,
    at120,
    anew,
    back,
  ]);
  const titles = ['seed', 'trained (s)', 'with evaluation (s)', 'wrong bits at 20', 'at 120'];
  console.log(table([...titles, 'begun anew', 'gone back'], rows));
  const slowest = Math.max(...runs.map(({ trained_s }) => trained_s));
  console.log(
    `\nSolved (no wrong bit at 20, less than one a sequence at 120): ${solved.length} of ${runs.length} seeds; ` +
      `slowest ${slowest.toFixed(1)} s, everything from the start of the command on. ${cpus()[0].model.trim()}, one core.`,
  );
}
