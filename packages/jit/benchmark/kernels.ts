/**
 * What typical kernels of these models cost in generated code, in the first-level caches: microseconds a call,
 * nanoseconds a point, bytes of code. Minimum over many rounds.
 *
 *     node --import ./tools/testing/typescript-hooks.mjs packages/jit/benchmark/kernels.ts [part of a name ...]
 */
import { assemble } from '../src/emit/assemble.js';
import { KernelLibrary } from '../src/emit/library.js';
import { kernels } from './kernel-cases.js';

/** Milliseconds that a kernel is timed; other work on the machine spoils most rounds. */
const DURATION = 400;
/** Calls of a kernel in one run of a program. */
const CALLS = 64;
const PAGE = 65_536;

const wanted = process.argv.slice(2);
const memory = new WebAssembly.Memory({ initial: 512 });
const floats = new Float32Array(memory.buffer);
for (let i = 0; i < floats.length; i++) floats[i] = ((i * 7919) % 1013) / 1013 + 0.1;

console.log(`${'kernel'.padEnd(56)} ${'us'.padStart(9)} ${'ns/point'.padStart(9)} ${'bytes'.padStart(7)}`);
for (const { name, kernel, sizes } of kernels) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  const library = new KernelLibrary({ memory });
  let address = 64;
  const places = sizes.map((size) => {
    const place = { address, stride: 0, absolute: false };
    address += Math.ceil((4 * size + 16) / 64) * 64;
    return place;
  });
  if (address > memory.buffer.byteLength - PAGE) throw new Error(`${name} needs more memory`);
  const call = { kind: 'call', kernel: 0, places } as const;
  const program = assemble(
    {
      kernels: [kernel],
      steps: [{ kind: 'loop', count: CALLS, reverse: false, body: [call] }],
      arenaBytes: address,
    },
    library,
  );
  const time = (): number => {
    const begin = performance.now();
    program.run(0);
    return (performance.now() - begin) / CALLS;
  };
  const end = performance.now() + DURATION;
  let best = Infinity;
  while (performance.now() < end) best = Math.min(best, time());
  const extents =
    kernel.kind === 'row'
      ? [...kernel.outer, ...kernel.inner]
      : [...kernel.batch, kernel.m, kernel.n, kernel.k];
  const points = extents.reduce((a, b) => a * b, 1);
  console.log(
    `${name.padEnd(56)} ${(best * 1e3).toFixed(3).padStart(9)} ${((best * 1e6) / points).toFixed(3).padStart(9)} ${String(library.stats.bytes).padStart(7)}`,
  );
}
