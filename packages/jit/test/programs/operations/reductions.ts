import * as tf from '@tensorflow/tfjs';
import { withRank, type Operands } from '../operand.js';
import { byKernel, operations, type Operation } from './operation.js';

/** One axis, several, or all of them. */
function axes(o: Operands, rank: number): number | number[] | undefined {
  switch (o.below(3)) {
    case 0:
      return rank === 0 ? undefined : o.below(rank) - (o.flag ? rank : 0);
    case 1:
      return undefined;
    default:
      return Array.from({ length: rank }, (_, d) => d).filter(() => o.flag);
  }
}

const reduced =
  (
    fn: (x: tf.Tensor, axis: number | number[] | undefined, keepDims: boolean) => tf.Tensor,
    of: 'float' | 'number' | 'bool',
  ) =>
  (o: Operands): tf.Tensor => {
    const x = o[of]();
    return fn(x, axes(o, x.rank), o.flag);
  };

const along =
  (
    fn: (x: tf.Tensor, axis: number, o: Operands) => tf.Tensor,
    of: 'float' | 'number' | 'exactNumber' = 'float',
  ) =>
  (o: Operands): tf.Tensor => {
    const x = withRank(o[of](), 1, 6);
    return fn(x, o.below(x.rank), o);
  };

/** Numbers to multiply: of none is so little left of a difference that it is rounding errors mostly. */
const factors = (x: tf.Tensor): tf.Tensor => tf.add(tf.tanh(x), 1.25);

export const reductions: readonly Operation[] = [
  ...operations(true, 'grid', {
    sum: reduced(tf.sum, 'number'),
    max: reduced(tf.max, 'number'),
    min: reduced(tf.min, 'number'),
    sumOfBools: reduced(tf.sum, 'bool'),
    cumsum: (o) => {
      const x = withRank(o.number(), 1, 6);
      // Permuting back what it did not permute, tfjs has the wrong gradient elsewhere, and of another shape.
      const axis = o.differentiated ? x.rank - 1 : o.below(x.rank);
      return tf.cumsum(x, axis, o.flag, o.flag);
    },
  }),
  ...operations(true, 'rounded', {
    mean: reduced(tf.mean, 'number'),
    prod: reduced((x, axis, keep) => tf.prod(factors(x), axis, keep), 'float'),
    logSumExp: reduced(tf.logSumExp, 'float'),
    norm: reduced((x, axis, keep) => tf.sqrt(tf.add(tf.sum(tf.square(x), axis, keep), 0.5)), 'float'),
    moments: reduced((x, axis, keep) => tf.moments(x, axis, keep).variance, 'float'),
    softmax: (o) => tf.softmax(withRank(o.float(), 1, 6)),
    logSoftmax: (o) => {
      const logits = withRank(o.float(), 1, 6);
      return o.flag
        ? tf.logSoftmax(logits)
        : byKernel('LogSoftmax', { logits }, () => tf.logSoftmax(logits), { axis: logits.rank - 1 });
    },
  }),
  ...operations(false, 'rounded', {
    cumprod: along((x, axis, o) => tf.cumprod(factors(x), axis, o.flag, o.flag)),
  }),
  ...operations(false, 'grid', {
    prodOfSigns: reduced((x, axis, keep) => tf.prod(tf.sign(x), axis, keep), 'number'),
    cumprodOfSigns: along((x, axis, o) => tf.cumprod(tf.sign(x), axis, o.flag, o.flag), 'exactNumber'),
  }),
  ...operations(false, 'exact', {
    any: reduced(tf.any, 'bool'),
    all: reduced(tf.all, 'bool'),
    argMax: along((x, axis) => tf.argMax(x, axis), 'exactNumber'),
    argMin: along((x, axis) => tf.argMin(x, axis), 'exactNumber'),
  }),
];
