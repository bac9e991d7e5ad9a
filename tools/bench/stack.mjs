import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { Contender } from './contender.mjs';
import { command, measure, median } from './measure.mjs';
import { peer, tunedMalloc } from './peers.mjs';
import { STACK_SIZES } from './stack-sizes.mjs';
import { table } from './table.mjs';

/** `npm run bench -- stack`: one training step of a Stack RNN, engine beside engine. */
export async function benchStack(options) {
  const serve = join(root, 'tools', 'bench', 'serve-stack.mjs');
  const makers = options.engines.map(
    (engine) => () => new Contender(engine, ...command(1, [process.execPath, serve, engine])),
  );
  if (options.peers) {
    const jax = [...(await peer('stack_jax')), '--serve'];
    makers.push(() => new Contender('jax', ...command(1, jax), tunedMalloc));
  }
  const figures = await measure(makers, {}, options);
  const symbols = STACK_SIZES.batch * STACK_SIZES.time;
  const rows = [...figures].map(([engine, { slow, minimum_ms, medians, compile_ms }]) =>
    slow ? { engine, slow } : { engine, minimum_ms, median_ms: median(medians), compile_ms },
  );
  if (options.json) {
    for (const row of rows) console.log(JSON.stringify({ ...STACK_SIZES, ...row }));
    return;
  }
  const { batch, time, hidden, stacks, depth } = STACK_SIZES;
  console.log(
    `One training step of a Stack RNN: batch ${batch}, ${time} symbols, ${hidden} hidden, ${stacks} stacks of depth ${depth}.\n` +
      `Milliseconds, minimum (median). ${cpus()[0].model.trim()}, Node ${process.version}, one core.\n`,
  );
  const body = rows.map(({ engine, slow, minimum_ms, median_ms }) =>
    slow
      ? [engine, `more than ${options.limit} s`, '']
      : [
          engine,
          `${minimum_ms.toFixed(2)} (${median_ms.toFixed(2)})`,
          Math.round((1000 * symbols) / minimum_ms).toLocaleString('en-US'),
        ],
  );
  console.log(table(['engine', 'step', 'symbols/s'], body));
}
