import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { episodeSettingsSchema, episodeStopSchema, levelEvaluationSchema } from './episodes/options.js';
import type { EpisodePlan, EpisodeSettings, EpisodeStopRules } from './episodes/options.js';
import { RunFileError } from './errors.js';
import { jsonSchema } from './json.js';
import type { Json } from './json.js';
import { checkpointSchema, evaluationSchema } from './options.js';
import type { Plan } from './options.js';
import { settingsSchema } from './settings.js';
import type { TrainSettings } from './settings.js';
import { stopSchema } from './stop.js';
import type { StopRules } from './stop.js';
import { version } from './version.js';

/** What a caller adds to the record of a run. */
export interface About {
  /** Name and options of the model; must be the same when the run is resumed. */
  readonly model?: Json;
  /** Options of the task; must be the same when the run is resumed. */
  readonly task?: Json;
  /** The engine, the command, versions of what the caller uses, and the like. */
  readonly [key: string]: Json | undefined;
}

/** What the record of every run holds: with what is added to it, enough to repeat the run. */
interface Recorded {
  readonly format: 'loci-run';
  readonly version: 1;
  /** When the run began, ISO 8601. */
  readonly created: string;
  /** The task's name. */
  readonly task: string;
  readonly checkpoint: Plan['checkpoint'];
  readonly about: About;
  /** The tfjs backend that the run began on. */
  readonly backend: string;
  /** Versions of packages, and of Node where it is Node. */
  readonly versions: Readonly<Record<string, string>>;
  /** The machine, where it can be known. */
  readonly machine?: Readonly<Record<string, Json>> | undefined;
}

/** What is written when a run of `train` begins. */
export interface SequenceRunRecord extends Recorded {
  readonly kind?: undefined;
  readonly settings: TrainSettings;
  /** When the run was to stop, to evaluate and to store checkpoints; may differ when it is resumed. */
  readonly stop: StopRules;
  readonly evaluate?: Plan['evaluate'];
}

/** What is written when a run of `trainEpisodes` begins. */
export interface EpisodeRunRecord extends Recorded {
  readonly kind: 'episodes';
  readonly settings: EpisodeSettings;
  readonly stop: EpisodeStopRules;
  readonly evaluate?: EpisodePlan['evaluate'];
}

export type RunRecord = SequenceRunRecord | EpisodeRunRecord;

const recorded = {
  format: z.literal('loci-run'),
  version: z.literal(1),
  created: z.string(),
  task: z.string(),
  checkpoint: checkpointSchema,
  about: z.record(z.string(), jsonSchema),
  backend: z.string(),
  versions: z.record(z.string(), z.string()),
  machine: z.record(z.string(), jsonSchema).optional(),
};

export const recordSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...recorded,
    kind: z.undefined().optional(),
    settings: settingsSchema,
    stop: stopSchema,
    evaluate: evaluationSchema.optional(),
  }),
  z.strictObject({
    ...recorded,
    kind: z.literal('episodes'),
    settings: episodeSettingsSchema,
    stop: episodeStopSchema,
    evaluate: levelEvaluationSchema.optional(),
  }),
]) as z.ZodType<RunRecord>;

/** As it will be read back: JSON has no undefined. */
const asStored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const recordOf = <Kind extends RunRecord>(
  more: Omit<Kind, Exclude<keyof Recorded, 'checkpoint' | 'about' | 'task'>>,
): Kind =>
  asStored({
    format: 'loci-run',
    version: 1,
    created: new Date().toISOString(),
    ...more,
    backend: tf.getBackend(),
    versions: { '@loci/train': version, '@tensorflow/tfjs': tf.version_core },
  }) as unknown as Kind;

/** The record of a run that begins now. */
export const sequenceRecord = ({ task, settings, stop, evaluate, checkpoint, about }: Plan) =>
  recordOf<SequenceRunRecord>({ task: task.name, settings, stop, evaluate, checkpoint, about });

/** The record of a run of episodes that begins now. */
export const episodeRecord = ({ task, settings, stop, evaluate, checkpoint, about }: EpisodePlan) =>
  recordOf<EpisodeRunRecord>({
    kind: 'episodes',
    ...{ task: task.name, settings, stop, evaluate, checkpoint, about },
  });

/** Where two values of JSON differ first: 'settings.batch is 16 there and 32 here'; undefined if nowhere. */
function difference(there: unknown, here: unknown, path: string): string | undefined {
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
  if (isObject(there) && isObject(here) && Array.isArray(there) === Array.isArray(here)) {
    const [a, b] = [there, here].map((value) => value as Record<string, unknown>);
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys
      .map((key) => difference(a[key], b[key], `${path}.${key}`))
      .find((found) => found !== undefined);
  }
  const shown = (value: unknown) => JSON.stringify(value) ?? 'missing';
  return there === here ? undefined : `${path} is ${shown(there)} there and ${shown(here)} here`;
}

/** @throws RunFileError if the run that is stored is not the one that would be resumed. */
export function checkSameRun(stored: RunRecord, now: RunRecord, where: string): void {
  const what =
    difference(stored.kind, now.kind, 'kind') ??
    difference(stored.task, now.task, 'task') ??
    difference(stored.settings, now.settings, 'settings') ??
    difference(stored.about.model, now.about.model, 'about.model') ??
    difference(stored.about.task, now.about.task, 'about.task');
  if (what !== undefined) throw new RunFileError(where, 'mismatch', `holds another run: ${what}`);
}
