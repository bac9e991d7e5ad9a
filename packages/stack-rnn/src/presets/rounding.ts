import { falling } from './preset.js';
import type { Preset } from './preset.js';

/**
 * A stage after a preset whose network knows what its actions are for: they are rounded now, which leaves them as they are
 * (no gradient flows through a choice), and the controller learns what can be computed with them. While symbols that
 * should leave a stack alone still push a little, each of them blurs what lies beneath, and no controller can make up for
 * that in long strings.
 *
 * @param preset the stage before: its network, whose weights are gone on with, its batches and its optimizer
 * @param steps of this stage
 * @param rate at its beginning, the preset's unless told
 */
export function rounding({ model, training }: Preset, steps: number, rate = training.rate.rate): Preset {
  if (model.model === 'recurrent') throw new RangeError('a network without a memory has no actions to round');
  const { batch, optimizer, clip, lossScale, lengthPer } = training;
  return {
    source: 'rounded actions, as they are tested in arXiv 1503.01007, section 3',
    model: { ...model, rounding: true },
    training: { ...{ batch, optimizer, clip, lossScale, lengthPer }, rate: falling(rate, steps, 0.25) },
    steps,
  };
}
