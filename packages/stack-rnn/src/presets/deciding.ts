import { falling } from './preset.js';
import type { Preset } from './preset.js';

/**
 * A stage after a preset, for a network that has learned what it was trained on: doubt about an action costs now. What is told
 * apart by halves within the lengths trained on is not beyond them. From the start such a cost would keep a network from learning
 * anything.
 *
 * @param preset the stage before: its network, whose weights are gone on with, and its batches
 * @param steps of this stage
 * @param rate at its beginning
 */
export function deciding({ model, training }: Preset, steps: number, rate = 0.01): Preset {
  if (model.model === 'recurrent')
    throw new RangeError('a network without a memory has no actions to decide');
  const { batch, clip, lossScale, lengthPer } = training;
  return {
    source: 'entropy minimization (Grandvalet and Bengio 2005), once the task is learned',
    model: { ...model, entropyPenalty: 1e-3 },
    training: {
      ...{ batch, clip, lossScale, lengthPer },
      optimizer: { name: 'adam', amsgrad: true },
      rate: falling(rate, steps),
    },
    steps,
  };
}
