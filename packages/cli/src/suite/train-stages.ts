import type { Model } from '../run/model.js';
import type { Preset } from '../run/models.js';
import type { CellContext } from './suite.js';
import { trainRun } from './train-run.js';
import type { RunOptions } from './train-run.js';

export interface StagesOptions extends Omit<RunOptions, 'preset' | 'from'> {
  readonly stages: readonly Preset[];
  /** The steps that all stages are taken whole with; with half of them each has half of its own. */
  readonly wholeSteps: number;
}

/**
 * Trains a network stage by stage, each in a folder of its own. `enough` ends the first stage alone: there a network learns,
 * and what later ones do does not show in the bits.
 *
 * @returns undefined if it was interrupted
 */
export async function trainStages(
  { stages, wholeSteps, enough, ...run }: StagesOptions,
  context: CellContext,
): Promise<Model | undefined> {
  let model: Model | undefined;
  for (const [index, preset] of stages.entries()) {
    const isFirst = index === 0;
    const name = isFirst ? run.name : `${run.name}-stage-${index + 1}`;
    const steps = Math.max(1, Math.round((context.steps / wholeSteps) * (preset.steps ?? wholeSteps)));
    const options = {
      ...run,
      name,
      preset,
      from: model?.cell,
      ...(isFirst && enough !== undefined && { enough }),
    };
    model = await trainRun(options, { ...context, steps });
    if (!model) return undefined;
  }
  return model;
}
