import { falling } from './preset.js';
import type { Preset } from './preset.js';

/**
 * A stage after a preset whose network has next to nothing left to learn from the strings it is trained on, and yet fails in
 * far longer ones: there what went before leaves the state where no string trained on did. Noise in the state leaves something
 * to learn, namely to be right in all of the neighbourhood; and only the longer half of the strings is drawn, which has more
 * that goes before.
 *
 * @param preset the stage before: its network, whose weights are gone on with, its batches and its rate
 * @param steps of this stage
 */
export function steadying({ model, training }: Preset, steps: number): Preset {
  return {
    source: 'noise in the state (Jim, Giles and Horne 1996), once the task is learned',
    model,
    training: {
      ...training,
      rate: falling(training.rate.rate, steps, 0.25),
      noise: 0.15,
      curriculum: { kind: 'uniform', low: 20, high: 40 },
    },
    steps,
  };
}
