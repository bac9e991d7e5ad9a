import type * as tf from '@tensorflow/tfjs';

/** Tensors by name. */
export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** What a rule is given for one variable; all tensors have the variable's shape but the scalars. */
export interface UpdateInput {
  readonly gradient: tf.Tensor;
  readonly slots: Tensors;
  readonly scalars: Tensors;
  /** The learning rate, a scalar. */
  readonly rate: tf.Scalar;
}

export interface Update {
  /** What is subtracted from the variable. */
  readonly decrease: tf.Tensor;
  /** The next slots, under the same names. */
  readonly slots: Tensors;
}

/**
 * An optimizer as a pure function of plain tfjs. All it remembers is named, so that it is saved and restored bit for
 * bit, and the learning rate is a tensor, so that schedules cost nothing in a compiled step.
 */
export interface UpdateRule {
  /** What is remembered of each variable, in its shape, with the number it starts from. */
  readonly slots: Readonly<Record<string, number>>;
  /** What is remembered once for all variables, with the number it starts from. */
  readonly scalars: Readonly<Record<string, number>>;
  /** One step for one variable. */
  update(input: UpdateInput): Update;
  /** The scalars after a step, under the same names. */
  advance(scalars: Tensors): Tensors;
}
