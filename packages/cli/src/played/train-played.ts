import { trainEpisodes } from '@loci/train';
import type { About, EpisodeEvent, RunStore, TrainEpisodesOptions } from '@loci/train';
import type { PlayedConfiguration } from './configuration.js';
import type { Machine } from './machine.js';

/** Where a run is kept, and what it runs on. */
export interface PlayedContext extends Required<Pick<TrainEpisodesOptions, 'compile' | 'signal'>> {
  readonly store: RunStore;
  readonly resume: boolean;
  readonly about: About;
}

/** Trains the machine of a configuration, from its beginning or from where it stopped. */
export function trainPlayed(
  { task, settings, stop, evaluate, checkpoint }: PlayedConfiguration,
  { learner }: Pick<Machine, 'learner'>,
  context: PlayedContext,
): AsyncIterable<EpisodeEvent> {
  return trainEpisodes({ ...settings, learner, task, stop, evaluate, checkpoint, ...context });
}
