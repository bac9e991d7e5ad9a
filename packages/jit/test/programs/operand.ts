import * as tf from '@tensorflow/tfjs';
import type { Choices } from '../emit/choices.js';

/**
 * A tensor of a random program. It is `exact` when its elements are the same on every engine: bools, integers, and
 * floats on a grid (`onGrid`) whose sums and products need no rounding. Operations that jump (floor, comparisons, the
 * order of elements) take exact operands only, for rounding before a jump would make any difference of the results.
 */
export interface Operand {
  readonly tensor: tf.Tensor;
  readonly exact: boolean;
}

/** Multiples of a quarter in [-8, 8]. */
export const onGrid = (x: tf.Tensor): tf.Tensor =>
  x.dtype === 'float32'
    ? tf.clipByValue(tf.div(tf.floor(tf.mul(x, 4)), 4), -8, 8)
    : x.dtype === 'int32'
      ? tf.clipByValue(x, -8, 8)
      : x;

const isFloat = ({ tensor }: Operand): boolean => tensor.dtype === 'float32';
const isInt = ({ tensor }: Operand): boolean => tensor.dtype === 'int32';
const isBool = ({ tensor }: Operand): boolean => tensor.dtype === 'bool';

/** Gives an operation its operands and its variants. */
export class Operands {
  /** Whether all operands taken so far are exact. */
  exact = true;

  /**
   * @param pool the tensors so far; it holds an exact float and an int32 and a bool tensor from the beginning
   * @param differentiated whether a gradient will be taken
   */
  constructor(
    private readonly pool: readonly Operand[],
    private readonly choices: Choices,
    readonly differentiated: boolean,
  ) {}

  /** Whether an operation may go where results are infinite or not numbers: rounding must not decide whether it does. */
  get isBold(): boolean {
    return this.exact && !this.differentiated && this.flag;
  }

  below(count: number): number {
    return count <= 1 ? 0 : this.choices.below(count);
  }

  of<T>(options: readonly T[]): T {
    return options[this.below(options.length)]!;
  }

  get flag(): boolean {
    return this.below(2) === 1;
  }

  shuffled<T>(items: readonly T[]): T[] {
    return this.choices.shuffled(items);
  }

  any(): tf.Tensor {
    return this.take(() => true);
  }

  /** A float32 or int32 tensor. */
  number(): tf.Tensor {
    return this.take((operand) => !isBool(operand));
  }

  exactNumber(): tf.Tensor {
    return this.take((operand) => operand.exact && !isBool(operand));
  }

  exactAny(): tf.Tensor {
    return this.take(({ exact }) => exact);
  }

  float(): tf.Tensor {
    return this.take(isFloat);
  }

  exactFloat(): tf.Tensor {
    return this.take((operand) => operand.exact && isFloat(operand));
  }

  int(): tf.Tensor {
    return this.take(isInt);
  }

  bool(): tf.Tensor {
    return this.take(isBool);
  }

  /** The latest tensors are taken by small numbers, so that programs shrink to chains. */
  private take(fits: (operand: Operand) => boolean): tf.Tensor {
    const fitting = this.pool.filter(fits);
    const { tensor, exact } = fitting[fitting.length - 1 - this.below(fitting.length)]!;
    this.exact &&= exact;
    return tensor;
  }
}

/** The first elements along each dimension. */
export function cut(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  return shape.every((extent, d) => extent === x.shape[d])
    ? x
    : tf.slice(
        x,
        shape.map(() => 0),
        [...shape],
      );
}

/** Both cut down to shapes that broadcast; along dimensions that are 1 in one of them the other stays. */
export function broadcastable(a: tf.Tensor, b: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const common = Math.min(a.rank, b.rank);
  const fitted = (x: tf.Tensor, other: tf.Tensor): tf.Tensor =>
    cut(
      x,
      x.shape.map((extent, d) => {
        const from = d - (x.rank - common);
        const facing = from < 0 ? 1 : other.shape[other.rank - common + from]!;
        return extent === 1 || facing === 1 ? extent : Math.min(extent, facing);
      }),
    );
  return [fitted(a, b), fitted(b, a)];
}

/** Both cut down to the same shape, of rank 1 at least. */
export function alike(a: tf.Tensor, b: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const rank = Math.max(1, Math.min(a.rank, b.rank));
  const [x, y] = [withRank(a, rank, rank), withRank(b, rank, rank)];
  const shape = x.shape.map((extent, d) => Math.min(extent, y.shape[d]!));
  return [cut(x, shape), cut(y, shape)];
}

/** At most so many elements along each dimension. */
export const small = (x: tf.Tensor, most: number): tf.Tensor =>
  cut(
    x,
    x.shape.map((extent) => Math.min(extent, most)),
  );

/** The tensor with a rank of at least `least` and at most `most`: dimensions are put in front, or joined there. */
export function withRank(x: tf.Tensor, least: number, most: number): tf.Tensor {
  if (x.rank < least) return tf.reshape(x, [...Array.from({ length: least - x.rank }, () => 1), ...x.shape]);
  if (x.rank <= most) return x;
  const rest = x.shape.slice(x.rank - most + 1);
  const first = x.shape.slice(0, x.rank - most + 1).reduce((product, extent) => product * extent, 1);
  return tf.reshape(x, [first, ...rest]);
}

/** Whole numbers from 0 to `bound - 1` made of exact ones. */
export const places = (x: tf.Tensor, bound: number): tf.Tensor =>
  tf.cast(tf.mod(tf.abs(tf.cast(x, 'int32')), tf.scalar(bound, 'int32')), 'int32');
