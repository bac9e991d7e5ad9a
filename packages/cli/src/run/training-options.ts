import { optimizerNames } from '@loci/train';
import type { Curriculum, OptimizerOptions, Restart, Schedule, TrainSettingsInput } from '@loci/train';
import { knownName } from '../suggest.js';
import type { Preset } from './models.js';

type TrainingPreset = Preset['training'];

/** The options of the command line that shape training; those not given keep what the preset says. */
export interface TrainingFlags {
  readonly batch?: number;
  readonly rate?: number;
  readonly optimizer?: string;
  readonly clipNorm?: number;
  readonly clipValue?: number;
  readonly trainLengths?: { readonly low: number; readonly high: number };
  /** A length for each sequence of a batch. */
  readonly mixedLengths?: boolean;
}

/** The rate of a preset; its decay is stretched with the run, so that it has fallen at the end of shorter ones too. */
function rateFor(rate: TrainingPreset['rate'], flag: number | undefined, stretch: number): number | Schedule {
  if (typeof rate === 'number') return flag ?? rate;
  const { decay } = rate;
  const { step } = decay.begin;
  return {
    rate: flag ?? rate.rate,
    decay: {
      ...decay,
      begin: { ...decay.begin, ...(step !== undefined && { step: Math.round(step * stretch) }) },
      steps: Math.max(1, Math.round(decay.steps * stretch)),
    },
  };
}

/**
 * The settings of a preset with what the command line changes of them.
 *
 * @param stretch how many times as long as the preset's the run is to be.
 * @throws UsageError for an unknown optimizer.
 */
export function withTrainingFlags(
  preset: TrainingPreset,
  flags: TrainingFlags,
  seed: number,
  stretch: number,
): TrainSettingsInput {
  const { clipNorm: norm, clipValue: value, trainLengths } = flags;
  const clips = norm !== undefined || value !== undefined;
  const curriculum = curriculumFor(preset, trainLengths, stretch);
  return {
    seed,
    batch: flags.batch ?? preset.batch,
    optimizer: optimizerFor(flags.optimizer, preset.optimizer),
    rate: rateFor(preset.rate, flags.rate, stretch),
    clip: clips
      ? { ...(norm !== undefined && { norm }), ...(value !== undefined && { value }) }
      : preset.clip,
    lossScale: preset.lossScale,
    ...('lengthPer' in preset && { lengthPer: preset.lengthPer }),
    ...('window' in preset && { window: preset.window }),
    ...('noise' in preset && { noise: preset.noise }),
    ...(flags.mixedLengths && { lengthPer: 'sequence' }),
    ...(curriculum && { curriculum }),
    ...('takeBack' in preset && { takeBack: preset.takeBack }),
    ...('restart' in preset && preset.restart && { restart: stretched(preset.restart, stretch) }),
  };
}

/** Attempts of a longer run are given longer; those of a shorter one need as long as ever. */
const stretched = (restart: Restart, stretch: number): Restart => ({
  ...restart,
  after: Math.round(restart.after * Math.max(1, stretch)),
});

/** The lengths of a preset, or those given: they grow if the preset's do, and for longer the longer the run is. */
function curriculumFor(
  preset: TrainingPreset,
  given: TrainingFlags['trainLengths'],
  stretch: number,
): Curriculum | undefined {
  if (!('curriculum' in preset) || !preset.curriculum) return given && { kind: 'uniform', ...given };
  const { curriculum } = preset;
  if (curriculum.kind === 'uniform') return { ...curriculum, ...given };
  const { low, high } = given ?? { low: curriculum.low, high: curriculum.to };
  const lengths = { low, from: Math.min(Math.max(low, curriculum.from), high), to: high };
  if (curriculum.kind === 'gated') return { ...curriculum, ...lengths };
  return { ...curriculum, ...lengths, steps: Math.max(1, Math.round(curriculum.steps * stretch)) };
}

/** An optimizer by name, with its usual constants unless it is the preset's own. */
function optimizerFor(flag: string | undefined, preset: TrainingPreset['optimizer']): OptimizerOptions {
  const name = flag === undefined ? preset.name : knownName('optimizer', flag, optimizerNames);
  return name === preset.name ? preset : { name };
}
