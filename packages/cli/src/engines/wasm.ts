import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { loadTensorFlow, useBackend } from './backend.js';
import type { Engine } from './engine.js';

/** The folder of the package's `.wasm` files. */
const binaries = (): string =>
  dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep;

export const wasm: Engine = {
  description: 'the WebAssembly kernels of tfjs, one thread',
  async start() {
    const tf = await loadTensorFlow();
    const backend = await import('@tensorflow/tfjs-backend-wasm');
    backend.setWasmPaths(binaries());
    // These models are thousands of tiny operations a step: handing them to threads takes longer than doing them.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    await useBackend('wasm');
    const { eager } = await import('@loci/train');
    return eager;
  },
};
