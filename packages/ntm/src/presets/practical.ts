/**
 * What makes the Neural Turing Machine learn soon and with most seeds, found on copy at the paper's size.
 *
 * A run that gets stuck keeps the input in the LSTM's cells instead of the memory. A forget gate that starts nearly
 * closed (bias -1) and heads that start by walking ahead (gate -2, shift forward) take that way out from it; clipping by
 * the norm of 1 keeps what was found.
 */
import type { Preset } from './preset.js';

export const practical = (heads: number, units = 100): Preset => ({
  source: "this toolkit's experiments on copy; on other tasks a starting point",
  model: {
    model: 'ntm',
    places: 128,
    width: 20,
    controller: { kind: 'lstm', units, forgetBias: -1 },
    readHeads: heads,
    writeHeads: heads,
    headBiases: { gate: -2, shift: [0, 0, 1] },
  },
  training: {
    batch: 16,
    optimizer: { name: 'adam' },
    rate: 2e-3,
    clip: { norm: 1 },
    lossScale: 'prediction',
  },
});
