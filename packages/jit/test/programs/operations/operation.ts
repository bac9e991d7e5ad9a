import * as tf from '@tensorflow/tfjs';
import type { Operands } from '../operand.js';

/** One step of a random program. */
export interface Operation {
  readonly name: string;
  /** Whether tfjs has a gradient of it; if not, gradients stop before it. */
  readonly gradient: boolean;
  /**
   * What becomes of exactness: kept when all operands are exact (the result is brought back onto the grid if it may
   * leave it), or lost by rounding, infinities and the like.
   */
  readonly result: 'grid' | 'exact' | 'rounded';
  readonly run: (operands: Operands) => tf.Tensor | readonly tf.Tensor[];
}

type Run = Operation['run'];

/** Operations by name, all of one kind. */
export const operations = (
  gradient: boolean,
  result: Operation['result'],
  runs: Readonly<Record<string, Run>>,
): Operation[] => Object.entries(runs).map(([name, run]) => ({ name, gradient, result, run }));

/**
 * A kernel that none of tfjs's own operations call, nor does its cpu backend have it: where it is missing, an operation
 * that says the same stands for it.
 */
export function byKernel(
  kernel: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  same: () => tf.Tensor,
  attributes: Readonly<Record<string, number | number[]>> = {},
): tf.Tensor {
  return tf.getKernel(kernel, tf.getBackend()) ? tf.engine().runKernel(kernel, inputs, attributes) : same();
}
