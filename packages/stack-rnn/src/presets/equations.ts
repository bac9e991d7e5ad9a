import { vectorStack } from './benchmark.js';
import { falling } from './preset.js';
import type { Preset } from './preset.js';

/**
 * An answer of one symbol after a long expression is hard to learn from long expressions. Here they grow once the
 * shorter ones are understood, as Zaremba and Sutskever 2014 (arXiv 1410.4615) do with programs. What entropy costs makes the
 * network push and pop without doubt: rounding its actions changes nothing.
 */
export const equations: Preset = {
  source: 'a GRU beside four stacks of vectors, and expressions that grow by success',
  model: {
    ...vectorStack,
    controller: { kind: 'gru', units: 128 },
    memories: 4,
    put: 'tanh',
    entropyPenalty: 1e-3,
  },
  training: {
    batch: 32,
    optimizer: { name: 'adam' },
    rate: falling(3e-3, 18_000, 0.6),
    clip: { norm: 1 },
    lossScale: 'prediction',
    window: 30,
    lengthPer: 'batch',
    curriculum: { kind: 'gated', low: 3, from: 9, to: 40, bits: 0.5 },
  },
  steps: 18_000,
};
