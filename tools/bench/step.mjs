import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { Contender } from './contender.mjs';
import { command, measure, median, time } from './measure.mjs';
import { peers, tunedMalloc } from './peers.mjs';
import { table } from './table.mjs';

const BASE = { batch: 16, length: 10, places: 128 };

function configurations({ batch, length, places, grid }) {
  if (grid) {
    return batch.flatMap((b) =>
      length.flatMap((l) => places.map((p) => ({ batch: b, length: l, places: p }))),
    );
  }
  const sweeps = [
    ...batch.map((b) => ({ ...BASE, batch: b })),
    ...length.map((l) => ({ ...BASE, length: l })),
    ...places.map((p) => ({ ...BASE, places: p })),
  ];
  const seen = new Set();
  return sweeps.filter((sizes) => {
    const key = JSON.stringify(sizes);
    return !seen.has(key) && seen.add(key);
  });
}

/** The contenders' names and commands, without the sizes. */
async function contenders(options) {
  const serve = join(root, 'tools', 'bench', 'serve.mjs');
  const ours =
    (engine, threads) =>
    ({ batch, length, places }) =>
      new Contender(
        threads > 1 ? `${engine} x${threads}` : engine,
        ...command(threads, [process.execPath, serve, engine, batch, length, places, threads].map(String)),
      );
  const makers = options.engines.map((engine) => ours(engine, 1));
  if (options.threads > 1) makers.push(ours('jit', options.threads));
  if (options.peers) {
    for (const [name, words] of Object.entries(await peers())) {
      makers.push(({ batch, length, places }) => {
        const sizes = Object.entries({ batch, length, places }).flatMap(([key, value]) => [
          `--${key}`,
          String(value),
        ]);
        return new Contender(name, ...command(1, [...words, ...sizes, '--serve']), tunedMalloc);
      });
    }
  }
  return makers;
}

export async function benchStep(options) {
  const makers = await contenders(options);
  const machine = `${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.version}, one core each`;
  if (!options.json) console.log(`One training step in milliseconds: minimum (median). ${machine}.\n`);
  const rows = [];
  for (const sizes of configurations(options)) {
    const figures = await measure(makers, sizes, options);
    const best = figures.get('jit')?.minimum_ms;
    for (const [engine, { slow, minimum_ms, medians, compile_ms }] of figures) {
      const row = {
        ...sizes,
        engine,
        ...(slow ? { slow } : { minimum_ms, median_ms: median(medians), compile_ms }),
      };
      rows.push(row);
      if (options.json) console.log(JSON.stringify({ ...row, machine }));
      else process.stderr.write(`${engine} `);
    }
    if (!options.json)
      process.stderr.write(`batch ${sizes.batch}, length ${sizes.length}, ${sizes.places} places\n`);
    for (const row of rows) row.ratio ??= best && row.minimum_ms ? row.minimum_ms / best : undefined;
  }
  if (options.json) return;
  const head = ['batch', 'length', 'places', 'engine', 'step', 'compile', 'against jit'];
  const body = rows.map(
    ({ batch, length, places, engine, slow, minimum_ms, median_ms, compile_ms, ratio }) => [
      batch,
      length,
      places,
      engine,
      slow ? `more than ${options.limit} s` : `${time(minimum_ms)} (${time(median_ms)})`,
      slow ? '' : time(compile_ms),
      ratio ? `${ratio.toFixed(2)} x` : '',
    ],
  );
  console.log(table(head, body));
}
