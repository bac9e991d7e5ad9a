import { episodeEvaluator } from './evaluate-episodes.js';
import type { EpisodeEvaluator } from './evaluate-episodes.js';
import type { LevelEvaluationEvent } from './events.js';
import type { EpisodePlan } from './options.js';
import type { EvaluationState } from '../evaluations.js';
import type { Examining } from '../run.js';

/**
 * The evaluations of a run of episodes: always the same episodes. None of them is the best: what the curriculum has
 * reached says which checkpoint is worth more, and it does not fall.
 */
export class LevelEvaluations implements Examining<LevelEvaluationEvent> {
  state: EvaluationState = { best: null, sinceBest: 0 };
  private readonly evaluator: EpisodeEvaluator | undefined;

  constructor({ learner, task, settings, evaluate, compile }: EpisodePlan) {
    const { seed } = settings;
    this.evaluator = evaluate && episodeEvaluator({ learner, task, ...evaluate, seed, compile });
  }

  /** @throws Error if the run has no evaluations. */
  async run(step: number): Promise<LevelEvaluationEvent> {
    if (!this.evaluator) throw new Error('internal: the run has no evaluations');
    return { type: 'level-evaluation', step, scores: await this.evaluator.scores() };
  }

  reasonToStop(): undefined {
    return undefined;
  }

  dispose(): void {
    this.evaluator?.dispose();
  }
}
