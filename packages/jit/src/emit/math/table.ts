import type { BinaryOperator, ElementType, UnaryOperator } from '../../ir/expression.js';
import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';
import { convert } from '../nest/convert.js';
import { erf } from './error-function.js';
import { exp, expm1 } from './exponential.js';
import { elu, selu, sigmoid, softplus, tanh } from './gates.js';
import { acosh, asinh, atanh, cosh, sinh } from './hyperbolic.js';
import { atan2Int, divInt, floorDivInt, modInt, powInt, squaredDifferenceInt } from './integer.js';
import { acos, asin, atan, atan2 } from './inverse-trigonometric.js';
import { log, log1p } from './logarithm.js';
import { pow } from './power.js';
import { mod } from './remainder.js';
import {
  floorDiv,
  isFinite,
  isInf,
  isNaN,
  reciprocal,
  relu,
  relu6,
  round,
  rsqrt,
  sign,
  square,
  squaredDifference,
} from './simple.js';
import { cos, sin, tan } from './trigonometric.js';

/**
 * The operators of expressions on vectors of four elements, as `ir/arithmetic.ts` defines them. A bool is a mask, all
 * ones or all zeros in a lane.
 *
 * Errors are a few units of the last place at most, over all floats, NaN, infinities and signed zeros as tfjs has them:
 * `test/emit/math/bounds.ts` names the bounds, `benchmark/math.ts` prints what they are, and what operators cost.
 */
export type UnaryGenerator = (v: Vectors, x: Node) => Node;
export type BinaryGenerator = (v: Vectors, a: Node, b: Node) => Node;

export const unaryMath: Record<UnaryOperator, UnaryGenerator> = {
  abs: (v, x) => v.abs(x),
  neg: (v, x) => v.neg(x),
  sqrt: (v, x) => v.sqrt(x),
  rsqrt,
  reciprocal,
  square,
  floor: (v, x) => v.op('f32x4.floor', x),
  ceil: (v, x) => v.op('f32x4.ceil', x),
  round,
  sign,
  exp,
  expm1,
  log,
  log1p,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  sinh,
  cosh,
  tanh,
  asinh,
  acosh,
  atanh,
  sigmoid,
  softplus,
  erf,
  relu,
  relu6,
  elu,
  selu,
  isNaN,
  isInf,
  isFinite,
  not: (v, x) => v.not(x),
};

const onMasks = (generator: BinaryGenerator, toMask: UnaryGenerator): BinaryGenerator => {
  return (v, a, b) => generator(v, toMask(v, a), toMask(v, b));
};

const and: BinaryGenerator = (v, a, b) => v.and(a, b);
const or: BinaryGenerator = (v, a, b) => v.or(a, b);
const xor: BinaryGenerator = (v, a, b) => v.xor(a, b);

/** Zero and NaN are false. */
const isTrue: UnaryGenerator = (v, x) => v.greater(v.abs(x), v.float(0));
const isNotZero: UnaryGenerator = (v, x) => v.differInt(x, v.bits(0));

const float: Record<BinaryOperator, BinaryGenerator> = {
  add: (v, a, b) => v.add(a, b),
  sub: (v, a, b) => v.sub(a, b),
  mul: (v, a, b) => v.mul(a, b),
  div: (v, a, b) => v.div(a, b),
  floorDiv,
  mod,
  pow,
  max: (v, a, b) => v.op('f32x4.max', a, b),
  min: (v, a, b) => v.op('f32x4.min', a, b),
  squaredDifference,
  atan2,
  bitAnd: (v, a, b) => v.toFloat(v.and(convert(v, 'float32', 'int32', a), convert(v, 'float32', 'int32', b))),
  equal: (v, a, b) => v.equal(a, b),
  notEqual: (v, a, b) => v.differ(a, b),
  less: (v, a, b) => v.less(a, b),
  lessEqual: (v, a, b) => v.atMostMask(a, b),
  greater: (v, a, b) => v.greater(a, b),
  greaterEqual: (v, a, b) => v.atLeastMask(a, b),
  and: onMasks(and, isTrue),
  or: onMasks(or, isTrue),
  xor: onMasks(xor, isTrue),
};

const integer: Record<BinaryOperator, BinaryGenerator> = {
  add: (v, a, b) => v.addInt(a, b),
  sub: (v, a, b) => v.subInt(a, b),
  mul: (v, a, b) => v.mulInt(a, b),
  div: divInt,
  floorDiv: floorDivInt,
  mod: modInt,
  pow: powInt,
  max: (v, a, b) => v.op('i32x4.max_s', a, b),
  min: (v, a, b) => v.op('i32x4.min_s', a, b),
  squaredDifference: squaredDifferenceInt,
  atan2: atan2Int,
  bitAnd: and,
  equal: (v, a, b) => v.equalInt(a, b),
  notEqual: (v, a, b) => v.differInt(a, b),
  less: (v, a, b) => v.op('i32x4.lt_s', a, b),
  lessEqual: (v, a, b) => v.op('i32x4.le_s', a, b),
  greater: (v, a, b) => v.op('i32x4.gt_s', a, b),
  greaterEqual: (v, a, b) => v.op('i32x4.ge_s', a, b),
  and: onMasks(and, isNotZero),
  or: onMasks(or, isNotZero),
  xor: onMasks(xor, isNotZero),
};

const orNot: BinaryGenerator = (v, a, b) => v.or(a, v.not(b));

/**
 * Numbers other than 0 are true, NaN included; so that is what arithmetic with 0 and 1 comes to. False is less than
 * true.
 */
const logic: Record<BinaryOperator, BinaryGenerator> = {
  add: or,
  sub: xor,
  mul: and,
  div: orNot,
  floorDiv: orNot,
  mod: (v, _, b) => v.not(b),
  pow: orNot,
  max: or,
  min: and,
  squaredDifference: xor,
  atan2: (_, a) => a,
  bitAnd: and,
  equal: (v, a, b) => v.not(v.xor(a, b)),
  notEqual: xor,
  less: (v, a, b) => v.without(b, a),
  lessEqual: (v, a, b) => v.or(v.not(a), b),
  greater: (v, a, b) => v.without(a, b),
  greaterEqual: orNot,
  and,
  or,
  xor,
};

/** By the type of the operands. */
export const binaryMath: Record<ElementType, Record<BinaryOperator, BinaryGenerator>> = {
  float32: float,
  int32: integer,
  bool: logic,
};
