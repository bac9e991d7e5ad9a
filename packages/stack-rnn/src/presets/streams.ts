/** The tasks of Joulin and Mikolov 2015 (arXiv 1503.01007) that are harder than counting, and Dyck words. */
import type { ModelOptions } from '../create-model.js';
import { falling } from './preset.js';
import type { Preset } from './preset.js';

type StackModel = Extract<ModelOptions, { readonly model: 'stack-rnn' }>;

/** Ten stacks, trained by Adam, which here learns what gradient descent does not in so many steps. */
const sequences = (
  network: string,
  model: Omit<StackModel, 'model'>,
  { rate, steps, low, to }: { rate: number; steps: number; low: number; to: number },
): Preset => ({
  source: `${network} with the ten stacks of arXiv 1503.01007, section 5.2; trained by Adam`,
  model: { model: 'stack-rnn', ...model },
  training: {
    batch: 8,
    optimizer: { name: 'adam' },
    rate: falling(rate, steps),
    clip: { norm: 1 },
    lossScale: 'prediction',
    lengthPer: 'sequence',
    curriculum: { kind: 'growing', low, from: 3, to, steps: 0.6 * steps },
  },
  steps,
});

/** What is learned from streams, by networks that can tell where in a word they are; a GRU does so soonest. */
export const streams: Readonly<Record<string, Preset>> = {
  memorisation: sequences(
    'a GRU of 40 units',
    { controller: { kind: 'gru', units: 40 }, noOp: false },
    { rate: 0.01, steps: 1500, low: 1, to: 19 },
  ),
  addition: sequences(
    'a GRU of 40 units',
    { controller: { kind: 'gru', units: 40 } },
    { rate: 0.01, steps: 5000, low: 2, to: 19 },
  ),
  dyck: sequences(
    'a recurrent network of 100 units',
    { controller: { kind: 'rnn', units: 100 } },
    { rate: 0.01, steps: 4000, low: 1, to: 12 },
  ),
};
