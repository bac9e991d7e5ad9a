import { controllerNames } from '@loci/rl-ntm';
import type { About, EpisodeRunRecord } from '@loci/train';
import { z } from 'zod';
import { inFile, parseAbout } from '../run/about.js';
import { versions } from '../versions.js';
import type { PlayedConfiguration } from './configuration.js';
import { playedName, playedTask } from './names.js';

const seed = z.int().min(0);

const aboutSchema = z.object({
  preset: z.string(),
  engine: z.string(),
  seed,
  model: z.strictObject({
    model: z.literal('rl-ntm'),
    controller: z.enum(controllerNames),
    units: z.int(),
    width: z.int(),
    inertia: z.number(),
    holding: z.number(),
    baseline: z.enum(['running', 'network', 'none']),
    seeds: z.strictObject({ model: seed, learner: seed, training: seed }),
  }),
});

/** What is added to `run.json`, so that the run can be repeated and its machine built again. */
export const aboutPlayed = (
  { preset, seed, model, seeds }: PlayedConfiguration,
  engine: string,
  command: string,
): About => ({
  command,
  preset,
  engine,
  seed,
  model: { ...model, seeds: { ...seeds } },
  versions,
});

/** What a run was begun with. */
export interface PlayedRecord extends PlayedConfiguration {
  readonly engine: string;
}

/**
 * Reads back what `aboutPlayed` wrote.
 *
 * @param where the file, for messages
 * @throws UsageError if the run was written by something else, or its record was changed.
 */
export function recordedPlay(record: EpisodeRunRecord, where: string): PlayedRecord {
  const { preset, engine, seed, model } = parseAbout(aboutSchema, record.about, where);
  const { seeds, ...machine } = model;
  const { settings, stop, evaluate = {}, checkpoint } = record;
  return {
    ...{ preset, engine, seed, seeds, model: machine, settings, stop, evaluate, checkpoint },
    task: inFile(where, 'task', () => playedTask(playedName({ name: record.task }))),
  };
}
