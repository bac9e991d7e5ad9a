import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { clip, clipSchema } from '../clip.js';
import type { ClipOptions } from '../clip.js';
import { engineOr, release } from '../compile.js';
import type { Compile } from '../compile.js';
import { gradients } from '../gradients.js';
import { Optimizer } from '../optimizers/optimizer.js';
import { optimizerSchema, updateRule } from '../optimizers/table.js';
import type { OptimizerOptions } from '../optimizers/table.js';
import { parseOption } from '../parse.js';
import { trainedVariables } from '../step.js';
import { Turns } from '../turns.js';
import { Grades, scorer } from './grades.js';
import type { BatchGrade, FitScore, Learner } from './learner.js';
import { afterEpoch, stageEnds, stageRate, stagesSchema, startStage, watchesValidation } from './stages.js';
import type { FitStage } from './stages.js';

export interface FitOptions<Tensors extends tf.TensorContainer> {
  readonly learner: Learner<Tensors>;
  readonly stages: readonly FitStage[];
  /** @defaultValue SGD */
  readonly optimizer?: OptimizerOptions | undefined;
  /** @defaultValue gradients are not clipped */
  readonly clip?: ClipOptions | undefined;
  /**
   * Whether every epoch is validated. Stages that depend on it need it.
   * @defaultValue whether a stage depends on it
   */
  readonly validate?: boolean | undefined;
  /** Seeds the order of the examples, an integer in [0, 2^32 - 1]. */
  readonly seed: number;
  readonly compile?: Compile | undefined;
  /** Ends the training after the step at hand. */
  readonly signal?: AbortSignal | undefined;
}

/** After every epoch. */
export interface EpochEvent {
  readonly type: 'epoch';
  readonly stage: string;
  /** Epochs done in all stages together. */
  readonly epoch: number;
  readonly rate: number;
  /** How well the examples were done while they were learned. */
  readonly training: FitScore;
  readonly validation: FitScore | undefined;
}

export type FitEvent =
  | EpochEvent
  /** The last event: all stages are done, the signal came, or the loss ceased to be finite. */
  | { readonly type: 'finished' | 'interrupted' | 'diverged'; readonly epoch: number };

const schema = z.object({
  stages: stagesSchema,
  optimizer: optimizerSchema,
  clip: clipSchema,
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1),
});

/**
 * Trains on a fixed set of examples, epoch by epoch, in stages. The learner's variables are changed in place; the same seed
 * gives the same numbers.
 *
 * @throws RangeError that names the option, the value and what is valid.
 */
export async function* fit<Tensors extends tf.TensorContainer>(
  options: FitOptions<Tensors>,
): AsyncGenerator<FitEvent, void, undefined> {
  const {
    learner,
    stages,
    optimizer = { name: 'sgd' },
    clip: clipping = {},
    seed,
    compile,
    signal,
  } = options;
  parseOption(schema, { stages, optimizer, clip: clipping, seed }, 'fit');
  const validate = options.validate ?? stages.some(watchesValidation);
  const random = RandomStream.fromSeed(seed);
  const rule = new Optimizer(updateRule(optimizer), trainedVariables(learner));
  const step = engineOr(compile)(fittingStep(learner, rule, clipping));
  const held = scorer(learner, compile);
  const grades = new Grades();
  const turns = new Turns();
  let epoch = 0;
  try {
    for (const stage of stages) {
      let state = startStage;
      while (!stageEnds(stage, state)) {
        const rate = stageRate(stage.rate, state);
        const rateTensor = tf.scalar(rate);
        for (const { tensors, examples } of learner.training(random)) {
          grades.push(step(tensors, rateTensor, stage.name), examples);
          tf.dispose(tensors);
          await turns.give();
          if (signal?.aborted) break;
        }
        rateTensor.dispose();
        if (signal?.aborted) return yield { type: 'interrupted', epoch };
        const training = await grades.read();
        if (!Number.isFinite(training.loss)) return yield { type: 'diverged', epoch };
        const validation = validate ? await held.score(learner.testing(), stage.name) : undefined;
        state = afterEpoch(state, validation?.loss);
        epoch++;
        yield { type: 'epoch', stage: stage.name, epoch, rate, training, validation };
      }
    }
    yield { type: 'finished', epoch };
  } finally {
    grades.drop();
    held.dispose();
    release(step);
    rule.dispose();
  }
}

/** A whole step as one function of plain tfjs: forward, backward, clipping, update. */
const fittingStep =
  <Tensors extends tf.TensorContainer>(
    learner: Pick<Learner<Tensors>, 'grade' | 'variables'>,
    optimizer: Optimizer,
    clipping: ClipOptions,
  ) =>
  (tensors: Tensors, rate: tf.Scalar, stage: string): BatchGrade =>
    tf.tidy(() => {
      const trained = trainedVariables(learner);
      const { loss, beside, of } = gradients(Object.values(trained), () => {
        const { loss, right } = learner.grade(tensors, stage);
        return { loss, beside: { right } };
      });
      optimizer.step(clip(of(trained), clipping), rate);
      return { loss, ...beside };
    });
