import type { LanguageModelOptions } from './language-model.js';

/**
 * The settings of the paper's Table 3 for the Penn Treebank (arXiv 1503.08895, section 5), by hops and words in memory: test
 * perplexities 120, 115 and 111, where an LSTM has 115.
 */
const rows = {
  '3 hops, 100 words': { hops: 3, places: 100 },
  '6 hops, 150 words': { hops: 6, places: 150 },
  '7 hops, 200 words': { hops: 7, places: 200 },
} as const satisfies Readonly<Record<string, Pick<LanguageModelOptions, 'hops' | 'places'>>>;

/** A language model of the paper and how it is trained, in the terms of `fit` of `@loci/train`. */
export const languagePreset = (row: keyof typeof rows) => ({
  model: { width: 150, ...rows[row] },
  training: {
    batch: 128,
    stages: [{ name: 'softmax', epochs: 100, rate: { start: 0.01, divideBy: 1.5, every: 'stall' } }],
    clip: { norm: 50 },
  } as const,
});
