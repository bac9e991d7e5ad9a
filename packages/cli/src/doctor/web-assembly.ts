import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { relaxedSimd, simd, threads } from 'wasm-feature-detect';

/** What WebAssembly offers here. */
export interface WebAssemblyFeatures {
  /** Operations on four numbers at once. */
  readonly simd: boolean;
  /** Products and sums in one operation; Node 20 has them behind a flag, which the engine jit sets. */
  readonly relaxedSimd: boolean;
  /** Memory shared between threads. */
  readonly threads: boolean;
}

export async function webAssemblyFeatures(): Promise<WebAssemblyFeatures> {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
  return {
    simd: await simd(),
    relaxedSimd: await relaxedSimd(),
    threads: typeof SharedArrayBuffer === 'function' && (await threads()),
  };
}
