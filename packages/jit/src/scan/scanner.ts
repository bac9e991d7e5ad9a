import type * as tf from '@tensorflow/tfjs';
import type { Recorder } from '../record/recorder.js';

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** One step of a loop over time, as `unroll` of @loci/controllers gives it. */
export type ScanBody = (
  input: tf.Tensor,
  state: Record<string, tf.Tensor>,
) => { readonly output: tf.Tensor; readonly state: Tensors; readonly trace: Tensors };

/**
 * Runs a step over the leading dimension of `inputs` (`[time, ...]`). `outputs` and `traces` are stacked over time,
 * `state` is the one after the last step.
 */
export type Scan = (
  body: ScanBody,
  inputs: tf.Tensor,
  initial: Tensors,
) => {
  readonly outputs: tf.Tensor;
  readonly state: Record<string, tf.Tensor>;
  readonly traces: Record<string, tf.Tensor>;
};

export class Scanner {
  constructor(private readonly recorder: Recorder) {}

  scan(_body: ScanBody, _inputs: tf.Tensor, _initial: Tensors): ReturnType<Scan> {
    throw new Error(`internal: not yet ${this.recorder.count}`);
  }
}
