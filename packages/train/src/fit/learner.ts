import type { RandomStream } from '@loci/random';
import type * as tf from '@tensorflow/tfjs';

/** How well a batch is done; scalars. A type, not an interface: compiled functions give such as they are. */
export type BatchGrade = {
  /** What is minimized, summed over the examples of the batch. */
  readonly loss: tf.Scalar;
  /** How many of the examples are right. */
  readonly right: tf.Scalar;
};

/** Examples on the engine; whoever takes a batch disposes its tensors. */
export interface ExampleBatch<Tensors extends tf.TensorContainer> {
  readonly tensors: Tensors;
  /** How many examples count in it. */
  readonly examples: number;
}

/** What learns from a fixed set of examples, epoch by epoch. */
export interface Learner<Tensors extends tf.TensorContainer> {
  /** All variables by name, in a fixed order; those that are not `trainable` are never changed. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /**
   * A synchronous function of plain tfjs without host reads, so that it can be compiled.
   *
   * @param stage the name of the stage of training.
   */
  grade(batch: Tensors, stage: string): BatchGrade;
  /** The batches of an epoch, drawn anew. */
  training(random: RandomStream): Iterable<ExampleBatch<Tensors>>;
  /** The batches of examples that are held out, always the same; without any nothing is validated. */
  testing(): Iterable<ExampleBatch<Tensors>>;
}

/** How well examples are done. */
export interface FitScore {
  readonly examples: number;
  /** What is minimized, averaged over the examples; NaN without any. */
  readonly loss: number;
  /** The share of examples that are wrong, in [0, 1]; NaN without any. */
  readonly error: number;
}
