/** `loci train` and `loci evaluate --json`: two models on the same task, within the lengths trained and beyond them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from '@loci/cli';
import { lines } from '@loci/plot';
import { inColumn, save } from './support/save.mjs';

const trained = 10;
const lengths = [2, 4, 6, 8, 10, 12, 14, 16, 18, 20];
const seeds = [1, 2, 3];

const task = [
  'copy',
  '--no-pictures',
  '--train-lengths',
  `1-${trained}`,
  '--test-lengths',
  '10,20',
  '--steps',
  '1200',
];

/** What is compared, with the options of `loci train`. */
const models = {
  NTM: ['--places', '32', '--width', '20'],
  LSTM: ['--model', 'lstm', '--layers', '1', '--units', '100'],
};

/** @param {readonly string[]} words of the command @returns {Promise<any[]>} what it prints with `--json` */
async function loci(...words) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const printed = Promise.all([stdout, stderr].map((stream) => text(stream)));
  const code = await main([...words, '--json'], { stdin: process.stdin, stdout, stderr });
  stdout.end();
  stderr.end();
  const [output, problems] = await printed;
  if (code !== 0) throw new Error(problems);
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** @param {string} folder */
export async function draw(folder) {
  const runs = mkdtempSync(join(tmpdir(), 'loci-pictures-'));
  const wrongBits = { NTM: [], LSTM: [] };
  try {
    for (const [model, options] of Object.entries(models)) {
      for (const seed of seeds) {
        const run = join(runs, `${model}-${seed}`);
        await loci('train', ...task, ...options, '--seed', `${seed}`, '--out', run);
        const [{ scores }] = await loci('evaluate', run, '--lengths', lengths.join(','));
        wrongBits[model].push(scores.map(({ metrics }) => metrics['wrong bits']));
      }
    }
  } finally {
    rmSync(runs, { recursive: true, force: true });
  }
  const picture = lines(
    Object.entries(wrongBits).map(([name, y]) => ({ name, x: lengths, y })),
    {
      title: 'Copy: three seeds of two models',
      xLabel: 'length',
      yLabel: 'wrong bits a sequence',
      boundaries: [{ at: trained, label: 'trained up to here' }],
    },
  );
  await save(join(folder, 'lengths.png'), inColumn(picture));
}
