import { RandomStream } from '@loci/random';
import { divergenceOf } from './divergence.js';
import { Evaluations } from './evaluations.js';
import type { TrainEvent } from './events.js';
import { Journal } from './journal.js';
import { planOf } from './options.js';
import type { TrainOptions } from './options.js';
import { secondsLeft, stopAfterEvaluation, stopAfterStep } from './stop.js';
import { Trainer } from './trainer.js';
import { Turns } from './turns.js';

/**
 * Trains a model on a task and tells what happens, as it happens:
 *
 *     for await (const event of train({ model, task, seed: 1, stop: { steps: 1000 } })) {
 *       if (event.type === 'progress') console.log(event.step, event.bits);
 *     }
 *
 * The model's variables are changed in place. The last event is `finished`, `interrupted` (after an abort) or
 * `diverged`. A consumer that breaks off ends the run without storing its state.
 *
 * With a store, a run that ended at any moment and in any way is gone on with by `resume: true` and the same options,
 * and gives the same numbers, bit for bit, as one that never ended (same engine, same machine).
 *
 * @throws RangeError that names the option, the value and what is valid.
 * @throws RunFileError if what is stored cannot be used, or something cannot be stored.
 */
export async function* train(options: TrainOptions): AsyncGenerator<TrainEvent, void, undefined> {
  const plan = planOf(options);
  const { settings, stop, evaluate, store, signal } = plan;
  const seeds = RandomStream.fromSeed(settings.seed);
  const evaluations = new Evaluations(plan, seeds.integer(0, 2 ** 32 - 1));
  const trainer = new Trainer(plan, seeds.split());
  const journal = new Journal(plan);
  const turns = new Turns();
  try {
    const stored = await journal.open();
    if (stored) {
      trainer.restore(stored.checkpoint, stored.where);
      evaluations.state = stored.checkpoint.evaluations;
    }
    yield { type: 'started', step: trainer.standing.step, resumed: stored !== undefined };

    let reason = stopAfterStep(stop, trainer.standing);
    while (!reason && !signal?.aborted) {
      const taken = trainer.step();
      yield taken;
      await turns.give();

      const due = (every: number | undefined) => every !== undefined && taken.step % every === 0;
      reason = stopAfterStep(stop, trainer.standing);
      const ends = reason !== undefined || signal?.aborted;
      const reads = due(settings.readEvery);
      if (!ends && !reads && !due(evaluate?.every) && !due(plan.checkpoint.every)) continue;

      const divergence = await trainer.read();
      if (divergence) return yield divergence;
      if (reads) {
        const { event, speed } = trainer.progress();
        const progress = { ...event, secondsLeft: secondsLeft(stop, trainer.standing, speed) };
        await journal.append(progress);
        yield progress;
        reason ??= stopAfterStep(stop, { ...trainer.standing, success: trainer.success });
        trainer.observe();
      }

      let best = false;
      if (evaluate && (due(evaluate.every) || reason)) {
        const evaluation = await evaluations.run(taken.step);
        await journal.append(evaluation);
        yield evaluation;
        best = evaluation.best;
        reason ??= stopAfterEvaluation(stop, plan.task, evaluation.scores, evaluations.state.sinceBest);
      }

      if (store && (best || due(plan.checkpoint.every) || reason || signal?.aborted)) {
        const checkpoint = { ...(await trainer.snapshot()), evaluations: evaluations.state };
        const poisoned = divergenceOf(checkpoint);
        if (poisoned) return yield poisoned;
        yield await journal.save(checkpoint);
      }
    }
    const { step } = trainer.standing;
    yield reason ? { type: 'finished', step, reason } : { type: 'interrupted', step };
  } finally {
    trainer.dispose();
    evaluations.dispose();
  }
}
