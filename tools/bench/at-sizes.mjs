import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { Contender } from './contender.mjs';
import { command, measure, median, time } from './measure.mjs';
import { peer, tunedMalloc } from './peers.mjs';
import { table } from './table.mjs';

/**
 * One training step of a model on the compiler, beside JAX, at sizes that are options of the command.
 *
 * @param script of `serve-<script>.mjs` here and of `<script>_jax.py` in `tools/peers`
 * @param items what a batch is made of
 */
export const benchAtSizes = (script, sizeNames, items) => async (options) => {
  const serve = join(root, 'tools', 'bench', `serve-${script}.mjs`);
  const makers = [
    (sizes) =>
      new Contender(
        'jit',
        ...command(1, [process.execPath, serve, ...sizeNames.map((name) => String(sizes[name]))]),
      ),
  ];
  if (options.peers) {
    const jax = await peer(`${script.replaceAll('-', '_')}_jax`);
    makers.push((sizes) => {
      const flags = sizeNames.flatMap((name) => [`--${name}`, String(sizes[name])]);
      return new Contender('jax', ...command(1, [...jax, ...flags, '--serve']), tunedMalloc);
    });
  }
  const sizes = Object.fromEntries(sizeNames.map((name) => [name, options[name]]));
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
  const perSecond = (ms) => Math.round((1000 * sizes.batch) / ms).toLocaleString('en-US');
  const body = rows.map((/** @type {any} */ { engine, slow, minimum_ms, median_ms, compile_ms, ratio }) => [
    ...sizeNames.map((name) => sizes[name]),
    engine,
    ...(slow
      ? [`more than ${options.limit} s`, '', '', '']
      : [
          `${time(minimum_ms)} (${time(median_ms)})`,
          perSecond(minimum_ms),
          time(compile_ms),
          `${ratio.toFixed(2)} x`,
        ]),
  ]);
  console.log(table([...sizeNames, 'engine', 'step', `${items}/s`, 'compile', 'against jit'], body));
};
