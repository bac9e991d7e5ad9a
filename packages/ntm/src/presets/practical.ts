/**
 * What makes the Neural Turing Machine learn soon and with nearly every seed, found on copy at the paper's size. The model
 * is the default one: heads that walk ahead, an LSTM that forgets at first. Within the lengths trained hardly a seed is
 * left with errors; at six times the longest some seeds lose their way, when a read head looks for the beginning among
 * six times as many vectors. `npm run bench -- solve` counts them.
 */
import type { Preset } from './preset.js';

export const practical = ({ heads = 1, steps }: { heads?: number; steps: number }): Preset => ({
  source: "this toolkit's experiments on copy; on other tasks a starting point",
  model: { model: 'ntm', readHeads: heads, writeHeads: heads },
  training: {
    batch: 16,
    optimizer: { name: 'adam' },
    rate: { rate: 3e-3, decay: { shape: 'linear', begin: { step: 0.7 * steps }, steps: 0.3 * steps } },
    clip: { norm: 10 },
    lossScale: 'sequence',
  },
  steps,
});
