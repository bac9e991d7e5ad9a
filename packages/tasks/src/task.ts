import type { RandomStream } from '@loci/random';

/** A three-dimensional array in row-major order, ready for `tf.tensor3d(values, shape)`. */
export interface Sequences {
  readonly values: Float32Array;
  /** [time, batch, size] */
  readonly shape: readonly [number, number, number];
}

/** A batch of sequences; shorter ones are padded with zeros at the end and masked. */
export interface Batch {
  /** [time, batch, inputSize] */
  readonly inputs: Sequences;
  /** [time, batch, outputSize] */
  readonly targets: Sequences;
  /** 1 where the target counts, else 0: [time, batch]. */
  readonly mask: { readonly values: Float32Array; readonly shape: readonly [number, number] };
  /** The level of each sequence in the batch (its length in the task's own sense). */
  readonly lengths: readonly number[];
}

export interface SampleOptions {
  /** Sequences in the batch, >= 1. */
  readonly batch: number;
  /**
   * The length in the task's own sense (vectors to copy, items to recall, bits to predict): a number for all, or one
   * for each sequence of the batch.
   */
  readonly length: number | readonly number[];
}

/** What is counted of predictions against a batch. Predictions are probabilities, in the shape of the targets. */
export interface Metric {
  readonly name: string;
  /** The unit or the meaning of the number, for a table's head: 'wrong bits a sequence', '%'. */
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  measure(predictions: Float32Array, batch: Batch): number;
}

/**
 * A task as data. `sample` is pure but for the random stream it draws from: the same stream state gives the same
 * batch, bit for bit.
 */
export interface Task {
  readonly name: string;
  /** One or two sentences. */
  readonly description: string;
  /** Paper and section. */
  readonly source: string;
  readonly inputSize: number;
  readonly outputSize: number;
  /** How outputs are read: independent bits (sigmoid, binary cross-entropy) or one class (softmax). */
  readonly outputs: 'bits' | 'class';
  /** Lengths trained on: both ends included. */
  readonly train: { readonly low: number; readonly high: number };
  /** Lengths for the evaluation table. */
  readonly test: readonly number[];
  /** The range of lengths that `sample` takes at all. */
  readonly lengths: { readonly low: number; readonly high: number };
  sample(random: RandomStream, options: SampleOptions): Batch;
  /**
   * For tasks that show an input and then want an output: how many of the steps of a sequence are its input.
   *
   * @throws RangeError if no sequence has so many steps.
   */
  inputLength?(steps: number): number;
  /** Beside 'bits a sequence' (cross-entropy) and accuracy, which every task has. */
  readonly metrics: readonly Metric[];
  /** A small example drawn as text: inputs, targets and which steps count. */
  example(random: RandomStream): string;
}
