import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { RandomStream } from '@loci/random';
import { root } from '../root.mjs';
import { command, time } from './measure.mjs';
import { table } from './table.mjs';

const phases = ['trace_ms', 'passes_ms', 'emit_ms'];
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const all = (figures) => sum(phases.map((phase) => figures[phase]));

/** One process that compiles the lengths in order; what each took. */
function measure(batch, lengths) {
  const serve = join(root, 'tools', 'bench', 'serve-compile.mjs');
  const [program, parameters] = command(1, [process.execPath, serve, String(batch), lengths.join()]);
  const lines = execFileSync(program, parameters, { cwd: root, encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** The least of each figure over the rounds: other work on the machine can only add to it. */
const leastOf = (rounds) =>
  rounds[0].map((figures, i) =>
    Object.fromEntries(Object.keys(figures).map((key) => [key, Math.min(...rounds.map((r) => r[i][key]))])),
  );

/**
 * What compiling takes when a training begins: the training lengths in an order that is drawn, then further ones. Each
 * round is a process of its own.
 */
export async function benchCompile({ batch, low, high, further, draw, rounds, json }) {
  const lengths = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  const order = [...RandomStream.fromSeed(draw).shuffle(lengths), ...further];
  const figures = leastOf(Array.from({ length: rounds }, () => measure(batch, order)));
  const machine = `${cpus()[0].model.trim()}, Node ${process.version}, one core`;
  if (json) {
    for (const row of figures) console.log(JSON.stringify({ batch, ...row, machine }));
    return;
  }
  const row = (name, figures) => [name, ...phases.map((phase) => time(figures[phase])), time(all(figures))];
  const training = figures.slice(0, lengths.length);
  const total = Object.fromEntries(
    [...phases, 'step_cpu_ms'].map((key) => [key, sum(training.map((each) => each[key]))]),
  );
  console.log(`Compiling a training step in milliseconds, least of ${rounds} rounds. ${machine}.\n`);
  console.log(
    table(
      ['length', 'trace', 'passes', 'emit', 'all', 'first step, CPU', 'kernels'],
      [
        ...figures.map((each) => [...row(each.length, each), time(each.step_cpu_ms), each.kernels]),
        [...row(`${low} to ${high}`, total), time(total.step_cpu_ms), ''],
      ],
    ),
  );
}
