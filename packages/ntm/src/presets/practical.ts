/**
 * What makes the Neural Turing Machine learn soon and with nearly every seed. The model is the default one: heads that
 * walk ahead, an LSTM that forgets at first.
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

/**
 * The same for copy at the paper's size, to six times the lengths trained (with most seeds: README).
 *
 * Within these lengths a read head may find the beginning by its content, or wait there and slowly blur; in a sequence
 * six times as long another vector is more like what it looks for, or there is nothing left to sharpen. What a little
 * entropy costs makes heads wait and walk sharply, which works at any length. Lengths that grow break through in a third
 * of the steps; a short memory of squared gradients (beta2) lets no single batch throw the weights far; and the rate falls
 * as soon as copying succeeds, for at a high rate a solution may be lost again.
 */
export const practicalCopy: Preset = {
  source: "this toolkit's experiments on copy at the paper's size",
  model: { model: 'ntm', readHeads: 1, writeHeads: 1, entropyPenalty: 0.005 },
  training: {
    batch: 16,
    optimizer: { name: 'adam', beta1: 0.8, beta2: 0.98 },
    rate: { rate: 3e-3, decay: { shape: 'linear', begin: { bits: 2 }, steps: 600 } },
    clip: { norm: 10 },
    lossScale: 'sequence',
    curriculum: { kind: 'growing', low: 1, from: 5, to: 20, steps: 500 },
  },
  steps: 1600,
};
