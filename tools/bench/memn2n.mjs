import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { Contender } from './contender.mjs';
import { command, measure, median, time } from './measure.mjs';
import { peer, tunedMalloc } from './peers.mjs';
import { table } from './table.mjs';

const SIZES = ['batch', 'sentences', 'words', 'vocabulary'];

/** One training step of a Memory Network, engine beside engine. */
export async function benchMemN2N(options) {
  const serve = join(root, 'tools', 'bench', 'serve-memn2n.mjs');
  const makers = [
    (sizes) =>
      new Contender(
        'jit',
        ...command(1, [process.execPath, serve, ...SIZES.map((name) => String(sizes[name]))]),
      ),
  ];
  if (options.peers) {
    const jax = await peer('memn2n_jax');
    makers.push((sizes) => {
      const flags = SIZES.flatMap((name) => [`--${name}`, String(sizes[name])]);
      return new Contender('jax', ...command(1, [...jax, ...flags, '--serve']), tunedMalloc);
    });
  }
  const sizes = Object.fromEntries(SIZES.map((name) => [name, options[name]]));
  const figures = await measure(makers, sizes, options);
  const machine = `${cpus()[0].model.trim()}, Node ${process.version}, one core each`;
  const best = figures.get('jit').minimum_ms;
  const rows = [...figures].map(([engine, { slow, minimum_ms, medians, compile_ms }]) =>
    slow
      ? { ...sizes, engine, slow }
      : { ...sizes, engine, minimum_ms, median_ms: median(medians), compile_ms, ratio: minimum_ms / best },
  );
  if (options.json) {
    for (const row of rows) console.log(JSON.stringify({ ...row, machine }));
    return;
  }
  console.log(`One training step in milliseconds: minimum (median). ${machine}.\n`);
  const body = rows.map((/** @type {any} */ { engine, slow, minimum_ms, median_ms, compile_ms, ratio }) => [
    ...SIZES.map((name) => sizes[name]),
    engine,
    ...(slow
      ? [`more than ${options.limit} s`, '', '']
      : [`${time(minimum_ms)} (${time(median_ms)})`, time(compile_ms), `${ratio.toFixed(2)} x`]),
  ]);
  console.log(table([...SIZES, 'engine', 'step', 'compile', 'against jit'], body));
}
