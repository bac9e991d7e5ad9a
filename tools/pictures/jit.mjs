/**
 * How the time of a training step grows with its sizes, beside JAX, PyTorch and tfjs: what was measured last by
 *
 *     npm run bench -- step --peers --threads 2 --engines jit,wasm --json > packages/jit/benchmark/steps.jsonl
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lines } from '@loci/plot';
import { root } from '../root.mjs';
import { inColumn, save } from './support/save.mjs';

const base = { batch: 16, length: 10, places: 128 };
const axes = { batch: 'sequences in a batch', length: 'vectors to copy', places: 'places of the memory' };
const names = {
  jit: 'this compiler',
  'jit x2': 'with two threads',
  jax: 'JAX',
  torch: 'PyTorch',
  wasm: 'tfjs, wasm',
};

const measured = readFileSync(join(root, 'packages', 'jit', 'benchmark', 'steps.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** The figures of one engine where all sizes but one are those of the base. */
const along = (axis, engine) =>
  measured
    .filter((row) => row.engine === engine && row.minimum_ms)
    .filter((row) => Object.keys(base).every((size) => size === axis || row[size] === base[size]))
    .sort((a, b) => a[axis] - b[axis]);

/** @param {string} folder */
export async function draw(folder) {
  for (const [axis, xLabel] of Object.entries(axes)) {
    const series = Object.entries(names).flatMap(([engine, name]) => {
      const rows = along(axis, engine);
      return rows.length < 2
        ? []
        : [{ name, x: rows.map((row) => row[axis]), y: rows.map(({ minimum_ms }) => minimum_ms) }];
    });
    const title = `A training step of an NTM, by ${axis === 'places' ? 'memory' : axis}`;
    const picture = lines(series, { title, xLabel, yLabel: 'milliseconds', yScale: 'log' });
    await save(join(folder, `${axis}.png`), inColumn(picture));
  }
}
