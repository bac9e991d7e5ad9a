/** Settings that belong together, by task, each with its source. */
import { collierBeel } from './collier-beel.js';
import { paperBaseline, paperFeedForward, paperLSTM } from './paper.js';
import { practical, practicalCopy } from './practical.js';

export const presets = {
  copy: {
    paperFeedForward: paperFeedForward(1, 100, 1e-4),
    paperLSTM: paperLSTM(1, 100, 1, 1e-4),
    paperBaseline: paperBaseline(256, 3e-5),
    collierBeel: collierBeel(1),
    practical: practicalCopy,
  },
  'repeat-copy': {
    paperFeedForward: paperFeedForward(1, 100, 1e-4),
    paperLSTM: paperLSTM(1, 100, 1, 1e-4),
    paperBaseline: paperBaseline(512, 3e-5),
    practical: practical({ steps: 10_000 }),
  },
  'associative-recall': {
    paperFeedForward: paperFeedForward(4, 256, 1e-4),
    paperLSTM: paperLSTM(1, 100, 1, 1e-4),
    paperBaseline: paperBaseline(256, 1e-4),
    collierBeel: collierBeel(1),
    practical: practical({ steps: 10_000 }),
  },
  'dynamic-n-grams': {
    paperFeedForward: paperFeedForward(1, 100, 3e-5),
    paperLSTM: paperLSTM(1, 100, 1, 3e-5),
    paperBaseline: paperBaseline(128, 1e-4),
    practical: practical({ steps: 10_000 }),
  },
  'priority-sort': {
    paperFeedForward: paperFeedForward(8, 512, 3e-5),
    paperLSTM: paperLSTM(5, 100, 2, 3e-5),
    paperBaseline: paperBaseline(128, 3e-5),
    practical: practical({ heads: 5, steps: 20_000 }),
  },
  reverse: { practical: practical({ steps: 4000 }) },
} as const;
