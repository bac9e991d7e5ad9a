/** The counting languages of Joulin and Mikolov 2015 (arXiv 1503.01007). */
import type { ModelOptions } from '../create-model.js';
import { falling, plain } from './preset.js';
import type { Preset } from './preset.js';

/** On the counting languages the stacks of the paper push or pop in every step. */
const countingStack = { model: 'stack-rnn', noOp: false } as const;

/**
 * The models of table 2 of Joulin and Mikolov, by the names of the suite. The LSTM begins with forget gates that are open: what
 * forgets a little cannot count far.
 */
export const countingModels = {
  rnn: plain({ kind: 'rnn', units: 40 }),
  lstm: plain({ kind: 'lstm', units: 40, forgetBias: 10 }),
  'list-rnn': { model: 'list-rnn' },
  'stack-rnn': countingStack,
} as const satisfies Record<string, ModelOptions>;

/**
 * The networks of Joulin and Mikolov 2015 (arXiv 1503.01007, table 2) with their curriculum and their stochastic gradient
 * descent, on small batches of short streams instead of on one stream: thousands of steps instead of hundreds of thousands of
 * symbols. Adam learns the lengths trained on as well, but its networks go on to longer words, and bear rounding, far less often.
 *
 * @param shortest length of a word
 */
export const counting = (model: ModelOptions, shortest: number): Preset => ({
  source: 'networks, curriculum and optimizer of arXiv 1503.01007, table 2; on small batches',
  model,
  training: {
    batch: 8,
    optimizer: { name: 'sgd' },
    rate: falling(1, 3000),
    clip: { norm: 1 },
    lossScale: 'prediction',
    lengthPer: 'sequence',
    curriculum: { kind: 'growing', low: shortest, from: 3, to: 19, steps: 1500 },
  },
  steps: 3000,
});

/** The shortest word of each language. */
export const languages = { anbn: 1, anbncn: 1, anbncndn: 1, anb2n: 1, anbmcnm: 2, anbkcnk: 1, anbmcndm: 2 };
