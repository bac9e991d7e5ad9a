import { RandomStream } from '@loci/random';
import { Evaluations } from './evaluations.js';
import type { TrainEvent } from './events.js';
import { Journal } from './journal.js';
import { planOf } from './options.js';
import type { TrainOptions } from './options.js';
import { sequenceRecord } from './record.js';
import { run } from './run.js';
import { Trainer } from './trainer.js';

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
  const { settings, stop, evaluate, checkpoint, signal } = plan;
  const seeds = RandomStream.fromSeed(settings.seed);
  const evaluations = new Evaluations(plan, seeds.integer(0, 2 ** 32 - 1));
  const trainer = new Trainer(plan, seeds.split());
  try {
    yield* run(trainer, evaluations, new Journal(plan, sequenceRecord(plan)), {
      readEvery: settings.readEvery,
      evaluateEvery: evaluate?.every,
      checkpointEvery: checkpoint.every,
      stop,
      signal,
    });
  } finally {
    trainer.dispose();
    evaluations.dispose();
  }
}
