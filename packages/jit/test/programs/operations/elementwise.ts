import * as tf from '@tensorflow/tfjs';
import { alike, broadcastable, small, withRank, type Operands } from '../operand.js';
import { byKernel, operations, type Operation } from './operation.js';

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** Away from 0, where the function is not steep. */
const away = (x: tf.Tensor, least: number): tf.Tensor => tf.add(tf.abs(x), least);
/** As it is, but for the sign of zeros: a program sums zeros below 0 to one of them, tfjs to one above. */
const bold = (x: tf.Tensor): tf.Tensor => tf.add(x, 0);
const within = (x: tf.Tensor, bound: number): tf.Tensor => tf.clipByValue(x, -bound, bound);

/** Each with what keeps a rounded operand from places where rounding errors grow; exact operands go in as they are. */
const functions: Readonly<Record<string, readonly [Unary, Unary?]>> = {
  tanh: [tf.tanh],
  sigmoid: [tf.sigmoid],
  softplus: [tf.softplus],
  exp: [tf.exp, (x) => within(x, 3)],
  expm1: [tf.expm1, (x) => within(x, 3)],
  log: [tf.log, (x) => away(x, 0.25)],
  log1p: [tf.log1p, tf.abs],
  sqrt: [tf.sqrt, (x) => away(x, 0.25)],
  rsqrt: [tf.rsqrt, (x) => away(x, 0.25)],
  reciprocal: [tf.reciprocal, (x) => away(x, 0.5)],
  sin: [tf.sin],
  cos: [tf.cos],
  tan: [tf.tan, (x) => within(x, 1)],
  asin: [tf.asin, (x) => within(x, 0.9)],
  acos: [tf.acos, (x) => within(x, 0.9)],
  atan: [tf.atan],
  sinh: [tf.sinh, (x) => within(x, 3)],
  cosh: [tf.cosh, (x) => within(x, 3)],
  asinh: [tf.asinh],
  acosh: [tf.acosh, (x) => away(x, 1.25)],
  atanh: [tf.atanh, (x) => within(x, 0.9)],
  erf: [tf.erf],
  elu: [tf.elu, (x) => within(x, 3)],
  selu: [tf.selu, (x) => within(x, 3)],
};

const unaryOperations = Object.fromEntries(
  Object.entries(functions).map(([name, [fn, guard = (x: tf.Tensor) => x]]) => [
    name,
    (operands: Operands): tf.Tensor => {
      const x = operands.float();
      return fn(operands.isBold ? bold(x) : guard(x));
    },
  ]),
);

/** On bools and integers tfjs computes in floats and cuts off what is behind the point. */
const ofIntegers = (x: tf.Tensor, variant: number): tf.Tensor =>
  [tf.relu, tf.abs, tf.neg, tf.square, tf.sign, tf.relu6][variant]!(x);

const pair = (operands: Operands, fn: Binary): tf.Tensor =>
  fn(...broadcastable(operands.number(), operands.number()));
const exactPair = (operands: Operands, fn: Binary): tf.Tensor =>
  fn(...broadcastable(operands.exactNumber(), operands.exactNumber()));
/** tfjs's gradients of these forget to sum over broadcast dimensions. */
const forgetful = (operands: Operands, fn: Binary): tf.Tensor => {
  const [a, b] = [operands.number(), operands.number()];
  return fn(...(operands.differentiated ? alike(a, b) : broadcastable(a, b)));
};

export const elementwise: readonly Operation[] = [
  ...operations(true, 'rounded', unaryOperations),
  ...operations(true, 'grid', {
    add: (o) => pair(o, tf.add),
    sub: (o) => pair(o, tf.sub),
    mul: (o) => pair(o, tf.mul),
    maximum: (o) => forgetful(o, tf.maximum),
    minimum: (o) => forgetful(o, tf.minimum),
    squaredDifference: (o) => forgetful(o, tf.squaredDifference),
    addN: (o) => {
      const [first, second] = [o.number(), o.number()];
      // Gradients of a loop stop at integers, through which tfjs lets them flow as if casts cut nothing off.
      const x = o.differentiated ? tf.cast(first, 'float32') : first;
      return tf.addN(
        [x, x, alike(x, tf.cast(second, x.dtype))[1]].filter((t) => t.shape.join() === x.shape.join()),
      );
    },
    abs: (o) => tf.abs(o.number()),
    neg: (o) => tf.neg(o.number()),
    square: (o) => tf.square(o.number()),
    relu: (o) => tf.relu(o.number()),
    relu6: (o) => tf.relu6(o.number()),
    clip: (o) => tf.clipByValue(o.number(), -1, 2),
    leakyRelu: (o) => tf.leakyRelu(o.float(), 0.25),
    prelu: (o) => {
      const [x, alpha] = [o.float(), o.float()];
      return tf.prelu(...(o.differentiated ? alike(x, alpha) : broadcastable(x, alpha)));
    },
    where: (o) => {
      const [condition, x] = alike(o.bool(), o.number());
      const y = withRank(o.number(), x.rank, x.rank);
      // Of one element a broadcast one, whose gradient tfjs has wrong where it meets an extent of 0.
      const single = y.size > 0 && x.size > 0 ? small(y, 1) : x;
      const other = y.shape.join() === x.shape.join() ? y : single;
      return o.flag ? tf.where(condition, x, other) : tf.where(condition, other, x);
    },
  }),
  ...operations(true, 'rounded', {
    div: (o) => {
      const [a, b] = broadcastable(o.float(), o.float());
      return tf.div(a, o.isBold ? bold(b) : away(b, 0.5));
    },
    pow: (o) => {
      const [a, b] = broadcastable(o.float(), o.float());
      return o.isBold ? tf.pow(bold(a), bold(b)) : tf.pow(away(a, 0.5), within(b, 2));
    },
    powOfNumber: (o) => tf.pow(away(o.float(), 0.5), o.of([2, 1, 3, -1, 0.5, 0])),
    atan2: (o) => {
      const [a, b] = broadcastable(o.float(), o.float());
      return o.isBold ? tf.atan2(bold(a), bold(b)) : tf.atan2(a, away(b, 0.5));
    },
  }),
  ...operations(false, 'rounded', {
    divNoNan: (o) => tf.divNoNan(...broadcastable(o.float(), away(o.float(), 0.5))),
  }),
  ...operations(true, 'exact', {
    floor: (o) => tf.floor(o.exactFloat()),
    ceil: (o) => tf.ceil(o.exactFloat()),
    round: (o) => tf.round(o.exactFloat()),
    sign: (o) => tf.sign(o.exactNumber()),
    step: (o) => tf.step(o.exactFloat(), 0.25),
    mod: (o) => {
      const [a, b] = broadcastable(o.exactNumber(), o.exactNumber());
      return tf.mod(a, tf.add(tf.abs(b), tf.onesLike(b)));
    },
    zerosLike: (o) => tf.zerosLike(o.any()),
    onesLike: (o) => tf.onesLike(o.any()),
    clone: (o) => tf.clone(o.any()),
  }),
  ...operations(false, 'exact', {
    cast: (o) => tf.cast(o.exactAny(), o.of(['float32', 'int32', 'bool'] as const)),
    integers: (o) => ofIntegers(o.int(), o.below(6)),
    floorDiv: (o) => exactPair(o, tf.floorDiv),
    bitwiseAnd: (o) => tf.bitwiseAnd(...alike(o.int(), o.int())),
    divOfIntegers: (o) => tf.floorDiv(...broadcastable(o.int(), o.int())),
    isNaN: (o) => tf.isNaN(o.any()),
    isInf: (o) => tf.isInf(o.any()),
    isFinite: (o) => tf.isFinite(o.any()),
    equal: (o) => exactPair(o, tf.equal),
    notEqual: (o) => exactPair(o, tf.notEqual),
    less: (o) => exactPair(o, tf.less),
    lessEqual: (o) => exactPair(o, tf.lessEqual),
    greater: (o) => exactPair(o, tf.greater),
    greaterEqual: (o) => exactPair(o, tf.greaterEqual),
    logicalAnd: (o) => tf.logicalAnd(...broadcastable(o.bool(), o.bool())),
    logicalOr: (o) => tf.logicalOr(...broadcastable(o.bool(), o.bool())),
    logicalXor: (o) => {
      const [a, b] = broadcastable(o.bool(), o.bool());
      return o.flag ? tf.logicalXor(a, b) : byKernel('LogicalXor', { a, b }, () => tf.logicalXor(a, b));
    },
    logicalNot: (o) => tf.logicalNot(o.bool()),
  }),
];
