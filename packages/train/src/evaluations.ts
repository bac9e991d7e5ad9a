import { z } from 'zod';
import { evaluator } from './evaluate.js';
import type { Evaluator } from './evaluate.js';
import type { EvaluationEvent, StopReason } from './events.js';
import type { Plan } from './options.js';
import type { Examining } from './run.js';
import { stopAfterEvaluation } from './stop.js';

/** What a run remembers of its evaluations. */
export interface EvaluationState {
  /** The best so far, by bits a sequence averaged over the lengths; null before the first. */
  readonly best: { readonly step: number; readonly bits: number } | null;
  /** How many came after the best. */
  readonly sinceBest: number;
}

export const evaluationStateSchema: z.ZodType<EvaluationState> = z.strictObject({
  best: z.strictObject({ step: z.int().min(0), bits: z.number() }).nullable(),
  sinceBest: z.int().min(0),
});

/** The evaluations of a run: always the same sequences, compared with the best so far. */
export class Evaluations implements Examining<EvaluationEvent> {
  state: EvaluationState = { best: null, sinceBest: 0 };
  private readonly evaluator: Evaluator | undefined;

  constructor(
    private readonly plan: Plan,
    seed: number,
  ) {
    const { model, task, settings, evaluate, compile } = plan;
    this.evaluator =
      evaluate && evaluator({ model, task, ...evaluate, batch: settings.batch, seed, compile });
  }

  /** @throws Error if the run has no evaluations. */
  async run(step: number): Promise<EvaluationEvent> {
    if (!this.evaluator) throw new Error('internal: the run has no evaluations');
    const scores = await this.evaluator.scores();
    const bits = scores.reduce((sum, score) => sum + score.bits, 0) / scores.length;
    const best = bits < (this.state.best?.bits ?? Infinity);
    this.state = best
      ? { best: { step, bits }, sinceBest: 0 }
      : { best: this.state.best, sinceBest: this.state.sinceBest + 1 };
    return { type: 'evaluation', step, scores, best };
  }

  reasonToStop({ scores }: EvaluationEvent): StopReason | undefined {
    const { stop, task } = this.plan;
    return stopAfterEvaluation(stop, task, scores, this.state.sinceBest);
  }

  dispose(): void {
    this.evaluator?.dispose();
  }
}
