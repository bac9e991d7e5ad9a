import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { Contender, onOneCore } from './contender.mjs';
import { peers, tunedMalloc } from './peers.mjs';
import { table } from './table.mjs';

const BASE = { batch: 16, length: 10, places: 128 };
/** How long a turn should take, so that quick engines are timed over many steps. */
const TURN_MS = 1500;

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

/** One thread stays on one core. */
function command(threads, words) {
  const [program, ...parameters] = [...(threads > 1 ? [] : onOneCore('0')), ...words];
  return [program, parameters];
}

/** All engines on one configuration, in turns. */
export async function measure(makers, sizes, { rounds, limit }) {
  const figures = new Map();
  const running = [];
  for (const make of makers) {
    const contender = make(sizes);
    const ready = await contender.next(limit);
    if (ready && (await contender.run(1, limit))) running.push(contender);
    else {
      contender.end();
      figures.set(contender.name, { slow: true });
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const contender of running) {
      const known = figures.get(contender.name);
      const steps = known ? Math.max(1, Math.min(200, Math.round(TURN_MS / known.minimum_ms))) : 3;
      const { minimum_ms, median_ms, compile_ms } = await contender.run(steps, 3600);
      figures.set(contender.name, {
        compile_ms,
        minimum_ms: Math.min(minimum_ms, known?.minimum_ms ?? Infinity),
        medians: [...(known?.medians ?? []), median_ms],
      });
    }
  }
  for (const contender of running) contender.end();
  return figures;
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

const time = (ms) => (ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms.toFixed(2));

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
