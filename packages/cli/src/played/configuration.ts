import { RandomStream } from '@loci/random';
import { controllerNames } from '@loci/rl-ntm';
import type { EpisodeTask } from '@loci/tasks';
import { optimizerNames } from '@loci/train';
import type {
  CheckpointOptions,
  ComplexityCurriculum,
  EpisodeSettings,
  EpisodeStopRules,
  LevelEvaluationOptions,
} from '@loci/train';
import { UsageError } from '../errors.js';
import { continuedCourse, defaultCheckpointEvery, defaultPreset, defaultSeed } from '../run/configuration.js';
import type { RunFlags } from '../run/configuration.js';
import { testedLengths } from '../run/tested-lengths.js';
import { knownName } from '../suggest.js';
import { drawSeeds } from './machine.js';
import type { MachineOptions, MachineSeeds } from './machine.js';
import { ENOUGH, playedPresets } from './presets.js';
import { playedTask } from './names.js';

type Settings = Pick<EpisodeSettings, 'seed' | 'updates'> & Partial<EpisodeSettings>;

/** What a run of episodes is, as data: all that decides its numbers, and when it evaluates, stores and stops. */
export interface PlayedConfiguration {
  readonly task: EpisodeTask;
  readonly preset: string;
  /** What the other seeds come from. */
  readonly seed: number;
  readonly model: MachineOptions;
  readonly seeds: MachineSeeds;
  readonly settings: Settings;
  readonly stop: EpisodeStopRules;
  /** Undefined if nothing is evaluated. */
  readonly evaluate: LevelEvaluationOptions | undefined;
  readonly checkpoint: CheckpointOptions;
}

/** Options of the command line that say what a run is and have a meaning here; others are refused. */
const known = [
  ...['--preset', '--seed', '--out', '--batch', '--rate', '--optimizer', '--train-lengths'],
  ...['--controller', '--units', '--width', '--baseline', '--entropy-weight'],
];

/** @throws UsageError if one of the options given has no meaning for tasks that are played. */
export function checkPlayedFlags(task: string, identityFlags: readonly string[]): void {
  const misfit = identityFlags.find((flag) => !known.includes(flag));
  if (misfit === undefined) return;
  throw new UsageError(`${misfit} is no option of ${task}, which is played; those are ${known.join(', ')}`);
}

/** @throws UsageError, RangeError for what is unknown or out of range */
export function configurePlayed(name: string, flags: RunFlags): PlayedConfiguration {
  const task = playedTask(name);
  const presets = playedPresets(task.name);
  const preset = knownName(`preset of ${name}`, flags.preset ?? defaultPreset, Object.keys(presets));
  const { model, training, steps } = presets[preset];
  const { seed = defaultSeed, rate, batch, entropyWeight, optimizer } = flags;
  const seeds = drawSeeds(RandomStream.fromSeed(seed));
  const updates = flags.steps ?? steps;
  const curriculum = curriculumOf(training.curriculum, flags.trainLengths);
  return {
    task,
    preset,
    seed,
    model: modelOf(model, flags),
    seeds,
    settings: {
      ...training,
      seed: seeds.training,
      updates,
      ...(rate !== undefined && { rate }),
      ...(batch !== undefined && { batch }),
      ...(entropyWeight !== undefined && { entropyWeight }),
      ...(curriculum && { curriculum }),
      ...(optimizer !== undefined && {
        optimizer: { name: knownName('optimizer', optimizer, optimizerNames) },
      }),
    },
    stop: { steps: updates, seconds: flags.seconds, mistakes: ENOUGH },
    evaluate: {
      every: flags.evaluateEvery,
      levels:
        flags.testLengths ?? testedLengths({ ...task, possible: task.levels }, curriculum ?? task.train),
      episodes: flags.sequences,
    },
    checkpoint: { every: flags.checkpointEvery ?? defaultCheckpointEvery },
  };
}

/** A stored run with what may change when it is gone on with. */
export function continuedPlayed(stored: PlayedConfiguration, flags: RunFlags): PlayedConfiguration {
  const { evaluate = {} } = stored;
  return {
    ...stored,
    ...continuedCourse(stored, flags),
    evaluate: {
      every: flags.evaluateEvery ?? evaluate.every,
      levels: flags.testLengths ?? evaluate.levels,
      episodes: flags.sequences ?? evaluate.episodes,
    },
  };
}

/** The levels that are trained on. */
export const trainedLevels = ({ settings, task }: PlayedConfiguration): EpisodeTask['train'] =>
  settings.curriculum ?? task.train;

function curriculumOf(
  preset: ComplexityCurriculum | undefined,
  given: RunFlags['trainLengths'],
): ComplexityCurriculum | undefined {
  if (!given) return preset;
  const { from } = preset ?? {};
  const within = from !== undefined && from >= given.low && from <= given.high;
  return { ...preset, ...given, from: within ? from : undefined };
}

function modelOf(preset: MachineOptions, flags: RunFlags): MachineOptions {
  const { controller, units = preset.units, width = preset.width, baseline = preset.baseline } = flags;
  return {
    ...preset,
    units,
    width,
    baseline,
    controller: controller
      ? knownName('controller of a task that is played', controller, controllerNames)
      : preset.controller,
  };
}
