import { useBackend } from './backend.js';
import type { Engine } from './engine.js';

export const cpu: Engine = {
  description: 'plain JavaScript of tfjs: slow, works everywhere',
  async start() {
    await useBackend('cpu');
    const { eager } = await import('@loci/train');
    return eager;
  },
};
