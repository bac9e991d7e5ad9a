/**
 * Matrix products in generated code: microseconds a call and GFLOP/s, without and with fused products and sums, beside
 * the matMul of tfjs's WebAssembly backend (which pays some microseconds for each call). Minimum over many rounds, taken
 * in turns, so that other work on the machine hits all alike.
 *
 *     node --import ./tools/testing/typescript-hooks.mjs packages/jit/benchmark/matrix.ts [part of a name ...]
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { generateKernel } from '../src/emit/kernel.js';
import { SCRATCH_BYTES } from '../src/emit/interface.js';
import { hasFusedMultiplyAdd } from '../src/emit/relaxed-simd.js';
import { imports, type WasmFunction } from '../src/emit/wasm/instantiate.js';
import { ModuleBuilder } from '../src/emit/wasm/module.js';
import { products, type ProductCase } from './matrix-cases.js';

/** Rounds, and milliseconds that a way of computing a product takes in each. */
const ROUNDS = 40;
const SLICE = 3;
/** Engines replace code by better code after some calls. */
const WARM_UP = 50;
/** What takes more milliseconds a call is not measured again and again. */
const MOST = 100;
const PAGE = 65_536;

interface Timed {
  readonly run: () => void;
  readonly calls: number;
  best: number;
}

const memory = new WebAssembly.Memory({ initial: 256 });
const floats = new Float32Array(memory.buffer);
for (let i = 0; i < floats.length; i++) floats[i] = ((i * 7919) % 1013) / 1013 - 0.5;

function compiled({ kernel, sizes }: ProductCase, fused: boolean): { run: () => void; bytes: number } {
  let address = 64;
  const place = (bytes: number): number => {
    const here = address;
    address += Math.ceil((bytes + 16) / 64) * 64;
    return here;
  };
  const scratch = place(SCRATCH_BYTES);
  const addresses = sizes.map((size) => place(4 * size));
  if (address > memory.buffer.byteLength - PAGE) throw new Error('more memory is needed');
  const module = new ModuleBuilder(false);
  const code = generateKernel(kernel, fused, scratch);
  module.add(code, 'run');
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), imports(memory));
  const run = instance.exports.run as WasmFunction;
  return { run: () => run(...addresses), bytes: code.finish().length };
}

function byTfjs({ batch, m, n, k, transposeA, transposeB, sizes }: ProductCase): () => void {
  const shapeOf = (rows: number, columns: number, isTransposed: boolean): number[] => [
    ...batch,
    ...(isTransposed ? [columns, rows] : [rows, columns]),
  ];
  const a = tf.tensor(floats.slice(0, sizes[0]), shapeOf(m, k, transposeA));
  const b = tf.tensor(floats.slice(0, sizes[1]), shapeOf(k, n, transposeB));
  return () => tf.matMul(a, b, transposeA, transposeB).dispose();
}

function timed(run: () => void): Timed {
  const end = performance.now() + WARM_UP;
  let calls = 0;
  let best = Infinity;
  while (performance.now() < end) {
    const begin = performance.now();
    run();
    best = Math.min(best, performance.now() - begin);
    calls++;
  }
  return { run, calls: Math.max(1, Math.round((SLICE * calls) / WARM_UP / 8)), best };
}

function round(timed: Timed): void {
  if (timed.best > MOST) return;
  const end = performance.now() + SLICE;
  do {
    const begin = performance.now();
    for (let i = 0; i < timed.calls; i++) timed.run();
    timed.best = Math.min(timed.best, (performance.now() - begin) / timed.calls);
  } while (performance.now() < end);
}

hasFusedMultiplyAdd();
const wasm = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
setWasmPaths(`${dirname(wasm)}/`);
await tf.setBackend('wasm');

const wanted = process.argv.slice(2);
const chosen = products.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
const rows = chosen.map((product) => {
  const [plain, fused] = [compiled(product, false), compiled(product, true)];
  const ways = [timed(plain.run), timed(fused.run), timed(byTfjs(product))] as const;
  return { product, bytes: fused.bytes, ways };
});
for (let i = 0; i < ROUNDS; i++) for (const { ways } of rows) ways.forEach(round);

const titles = ['us', 'us fused', 'us tfjs', 'GFLOP/s', 'fused', 'tfjs', 'bytes'];
console.log(''.padEnd(32), ...titles.map((title) => title.padStart(9)));
for (const { product, bytes, ways } of rows) {
  const { name, batch, m, n, k } = product;
  const operations = 2 * batch.reduce((x, y) => x * y, 1) * m * n * k;
  console.log(
    name.padEnd(32),
    ...ways.map(({ best }) => (1e3 * best).toFixed(2).padStart(9)),
    ...ways.map(({ best }) => (operations / best / 1e6).toFixed(1).padStart(9)),
    String(bytes).padStart(9),
  );
}
