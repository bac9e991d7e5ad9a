import { createTask } from '@loci/tasks';
import type { ConfiguredTask, OptionsData, Task } from '@loci/tasks';
import { lengthsOf } from '@loci/train';
import type { CheckpointOptions, EvaluationOptions, StopRules, TrainSettingsInput } from '@loci/train';
import { UsageError } from '../errors.js';
import { knownName } from '../suggest.js';
import { withModelFlags } from './model-options.js';
import type { ModelFlags } from './model-options.js';
import { presetsOf } from './models.js';
import type { ModelOptions } from './models.js';
import { testedLengths } from './tested-lengths.js';
import { withTrainingFlags } from './training-options.js';
import type { TrainingFlags } from './training-options.js';

/** What a run is, as data: all that decides its numbers, and when it evaluates, stores and stops. */
export interface Configuration {
  readonly task: ConfiguredTask<object>;
  readonly preset: string;
  readonly model: ModelOptions;
  readonly settings: TrainSettingsInput;
  readonly stop: StopRules;
  readonly evaluate: EvaluationOptions;
  readonly checkpoint: CheckpointOptions;
}

/** The options of the command line that say how long a run goes on, and what it does on the way. */
export interface CourseFlags {
  readonly steps?: number;
  readonly seconds?: number;
  readonly testLengths?: readonly number[];
  readonly sequences?: number;
  readonly evaluateEvery?: number;
  readonly checkpointEvery?: number;
}

/** The options of the command line that only tasks that are played have. */
interface PlayedFlags {
  readonly baseline?: 'running' | 'network' | 'none';
  readonly entropyWeight?: number;
}

export interface RunFlags extends ModelFlags, TrainingFlags, CourseFlags, PlayedFlags {
  readonly preset?: string;
  readonly seed?: number;
  readonly taskOption?: OptionsData;
}

export const defaultPreset = 'practical';
export const defaultSeed = 1;

/** Steps; what a process that is killed loses at most. */
export const defaultCheckpointEvery = 500;

/** Evaluations, if nothing else is said: four, of which the last is at the end. */
const evaluateEvery = (steps: number | undefined): number =>
  steps === undefined ? 1000 : Math.max(1, Math.ceil(steps / 4));

/** @throws UsageError, RangeError for what is unknown or out of range */
export function configure(taskName: string, flags: RunFlags): Configuration {
  const task = createTask(taskName, flags.taskOption);
  const ofTask = presetsOf(task.name);
  const preset = knownName(`preset of ${task.name}`, flags.preset ?? defaultPreset, Object.keys(ofTask));
  const { training, steps: presetSteps, ...chosen } = ofTask[preset];
  const model = withModelFlags(chosen.model, flags);
  const steps = flags.steps ?? (flags.seconds === undefined ? presetSteps : undefined);
  if (steps === undefined && flags.seconds === undefined) {
    throw new UsageError(`the preset '${preset}' does not say how long to train: give --steps or --seconds`);
  }
  const stretch = presetSteps === undefined || steps === undefined ? 1 : steps / presetSteps;
  const isOwn = model.model === chosen.model.model;
  const settings = {
    ...withTrainingFlags(training, flags, flags.seed ?? defaultSeed, stretch),
    // When another model should have learned so much, the preset does not know.
    ...(!isOwn && { restart: undefined }),
  };
  return {
    task,
    preset,
    model,
    settings,
    stop: { steps, seconds: flags.seconds },
    evaluate: {
      every: flags.evaluateEvery ?? evaluateEvery(steps),
      lengths:
        flags.testLengths ??
        testedLengths({ ...task, possible: task.lengths }, trainedLengths({ settings, task })),
      sequences: flags.sequences,
    },
    checkpoint: { every: flags.checkpointEvery ?? defaultCheckpointEvery },
  };
}

/** When a run ends and is stored, with what may change of that when it is gone on with. */
export function continuedCourse<Stop extends Configuration['stop']>(
  { stop, checkpoint }: { readonly stop: Stop; readonly checkpoint: CheckpointOptions },
  flags: CourseFlags,
): { readonly stop: Stop; readonly checkpoint: CheckpointOptions } {
  return {
    stop: { ...stop, steps: flags.steps ?? stop.steps, seconds: flags.seconds ?? stop.seconds },
    checkpoint: { ...checkpoint, every: flags.checkpointEvery ?? checkpoint.every },
  };
}

/** A stored run with what may change when it is gone on with. */
export function continued(stored: Configuration, flags: CourseFlags): Configuration {
  const { evaluate } = stored;
  return {
    ...stored,
    ...continuedCourse(stored, flags),
    evaluate: {
      every: flags.evaluateEvery ?? evaluate.every,
      lengths: flags.testLengths ?? evaluate.lengths,
      sequences: flags.sequences ?? evaluate.sequences,
    },
  };
}

/** The lengths that are trained on. */
export const trainedLengths = ({
  settings,
  task,
}: Pick<Configuration, 'settings' | 'task'>): Task['train'] =>
  settings.curriculum ? lengthsOf(settings.curriculum) : task.train;
