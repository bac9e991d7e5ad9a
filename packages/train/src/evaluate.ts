import { RandomStream } from '@loci/random';
import type { Batch, Task } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { accuracy } from './accuracy.js';
import { batchTensors } from './batch.js';
import { engineOr, release } from './compile.js';
import type { Compile } from './compile.js';
import { bitsPerNat, crossEntropy } from './losses.js';
import type { BatchTensors } from './losses.js';
import { parseOption } from './parse.js';
import type { Trainable } from './trainable.js';
import { Turns } from './turns.js';

/** How well a model does at one length. */
export interface LengthScore {
  readonly length: number;
  /** Sequences that were looked at. */
  readonly sequences: number;
  /** Cross-entropy in bits a sequence. */
  readonly bits: number;
  /** Share of right predictions (bits, or classes) among those that count, in [0, 1]. */
  readonly accuracy: number;
  /** The task's own metrics by name, averaged over the sequences. */
  readonly metrics: Readonly<Record<string, number>>;
}

export interface EvaluateOptions {
  readonly model: Trainable;
  readonly task: Task;
  /** @defaultValue the task's test lengths */
  readonly lengths?: readonly number[] | undefined;
  /** Sequences of each length, >= 1. @defaultValue 64 */
  readonly sequences?: number | undefined;
  /** Sequences run at once, >= 1. @defaultValue 16 */
  readonly batch?: number | undefined;
  /**
   * Seeds the sequences, an integer in [0, 2^32 - 1]. The same seed gives the same sequences of a length, whatever the
   * other lengths are.
   */
  readonly seed: number;
  readonly compile?: Compile | undefined;
}

const schema = z.object({
  lengths: z.array(z.int()),
  sequences: z.int().min(1),
  batch: z.int().min(1),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1),
});

/** @throws RangeError if the task has no sequences of one of the lengths. */
export function checkLengths(task: Pick<Task, 'name' | 'lengths'>, lengths: readonly number[]): void {
  const { low, high } = task.lengths;
  const outside = lengths.find((length) => length < low || length > high);
  if (outside === undefined) return;
  throw new RangeError(`evaluate.lengths: lengths of ${task.name} lie in [${low}, ${high}], got ${outside}`);
}

/** Scores a model again and again on the same sequences; what it compiles is kept between. */
export interface Evaluator {
  scores(): Promise<readonly LengthScore[]>;
  dispose(): void;
}

/** @throws RangeError that names the option, the value and what is valid. */
export function evaluator({
  model,
  task,
  lengths = task.test,
  sequences = 64,
  batch = 16,
  seed,
  compile,
}: EvaluateOptions): Evaluator {
  parseOption(schema, { lengths, sequences, batch, seed }, 'evaluate');
  checkLengths(task, lengths);
  const predict = engineOr(compile)((tensors: BatchTensors) =>
    tf.tidy(() => {
      const logits = model.forward(tensors.inputs);
      const predictions = task.outputs === 'bits' ? tf.sigmoid(logits) : tf.softmax(logits);
      return { nats: crossEntropy(task.outputs, logits, tensors), predictions };
    }),
  );

  const score = async (sample: Batch): Promise<Omit<LengthScore, 'length'>> => {
    const tensors = batchTensors(sample);
    const { nats, predictions } = predict(tensors);
    const [[total], probabilities] = await Promise.all([nats.data(), predictions.data<'float32'>()]);
    tf.dispose([Object.values(tensors), nats, predictions]);
    const size = sample.lengths.length;
    return {
      sequences: size,
      bits: total * bitsPerNat(size),
      accuracy: accuracy(task.outputs, probabilities, sample),
      metrics: Object.fromEntries(
        task.metrics.map(({ name, measure }) => [name, measure(probabilities, sample)]),
      ),
    };
  };

  return {
    async scores() {
      const all: LengthScore[] = [];
      const turns = new Turns();
      for (const length of lengths) {
        const random = RandomStream.fromSeed((seed ^ Math.imul(length, 0x9e3779b1)) >>> 0);
        const parts: Omit<LengthScore, 'length'>[] = [];
        for (let left = sequences; left > 0; left -= batch) {
          parts.push(await score(task.sample(random, { batch: Math.min(batch, left), length })));
          await turns.give();
        }
        all.push({ length, ...average(parts) });
      }
      return all;
    },
    dispose: () => release(predict),
  };
}

/** The scores of several batches as one, each weighted by its sequences. */
function average(parts: readonly Omit<LengthScore, 'length'>[]): Omit<LengthScore, 'length'> {
  const sequences = parts.reduce((sum, part) => sum + part.sequences, 0);
  const mean = (of: (part: Omit<LengthScore, 'length'>) => number) =>
    parts.reduce((sum, part) => sum + of(part) * part.sequences, 0) / sequences;
  return {
    sequences,
    bits: mean(({ bits }) => bits),
    accuracy: mean((part) => part.accuracy),
    metrics: Object.fromEntries(
      Object.keys(parts[0].metrics).map((name) => [name, mean(({ metrics }) => metrics[name])]),
    ),
  };
}

/**
 * Scores a model on fresh samples of each length.
 *
 * @throws RangeError that names the option, the value and what is valid.
 */
export async function evaluate(options: EvaluateOptions): Promise<readonly LengthScore[]> {
  const its = evaluator(options);
  try {
    return await its.scores();
  } finally {
    its.dispose();
  }
}
