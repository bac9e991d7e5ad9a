/**
 * What makes the Neural Turing Machine learn soon and with nearly every seed, found on copy at the paper's size: with it
 * 40 of 40 seeds copied sequences of length 20 without an error after 2,000 steps, and sequences of length 120 with less
 * than one wrong bit. The model is the default one: heads that walk ahead, an LSTM that forgets at first.
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
