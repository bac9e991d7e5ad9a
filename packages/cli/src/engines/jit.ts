import { useBackend } from './backend.js';
import type { Engine } from './engine.js';

export const jit: Engine = {
  description: 'the compiler of this toolkit: a whole step as one WebAssembly program',
  async start() {
    // What is not compiled, such as drawing a batch, is plain JavaScript.
    await useBackend('cpu');
    const { jit } = await import('@loci/jit');
    return (fn) => jit(fn);
  },
};
