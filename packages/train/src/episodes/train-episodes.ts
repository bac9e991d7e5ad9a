import { Journal } from '../journal.js';
import { episodeRecord } from '../record.js';
import { run } from '../run.js';
import type { EpisodeEvent } from './events.js';
import { LevelEvaluations } from './level-evaluations.js';
import { episodePlanOf } from './options.js';
import type { TrainEpisodesOptions } from './options.js';
import { EpisodeTrainer } from './trainer.js';

/**
 * Trains a learner by playing, and tells what happens, as `train` does: the same events in the same order, the same stores,
 * and with a store a run that ended at any moment is gone on with by `resume: true` and gives the same numbers, bit for bit.
 * The learner's variables are changed in place; the same options give the same numbers.
 *
 * @throws RangeError that names the option, the value and what is valid.
 * @throws RunFileError if what is stored cannot be used, or something cannot be stored.
 */
export async function* trainEpisodes(
  options: TrainEpisodesOptions,
): AsyncGenerator<EpisodeEvent, void, undefined> {
  const plan = episodePlanOf(options);
  const { settings, stop, evaluate, checkpoint, signal } = plan;
  const evaluations = new LevelEvaluations(plan);
  const trainer = new EpisodeTrainer(plan);
  try {
    yield* run(trainer, evaluations, new Journal(plan, episodeRecord(plan)), {
      readEvery: settings.readEvery,
      // At the end alone: Infinity is a multiple of no step.
      evaluateEvery: evaluate && (evaluate.every ?? Infinity),
      checkpointEvery: checkpoint.every,
      stop,
      signal,
    });
  } finally {
    trainer.dispose();
    evaluations.dispose();
  }
}
