import type { BinaryOperator, ElementType, UnaryOperator } from './expression.js';

/**
 * What the operators mean on single numbers. These are the definitions of tfjs's cpu backend (computed in double
 * precision, rounded when stored), NaN and infinities included; generated code follows them within its tolerance.
 */

const SELU_ALPHA = 1.7580993408473768;
const SELU_SCALE = 1.0507009873554805;
/** tfjs's softplus goes over to exp(x) and to x at these places. */
const SOFTPLUS_THRESHOLD = Math.log(1.1920928955078125e-7) + 2;

function roundHalfToEven(x: number): number {
  const base = Math.floor(x);
  const fraction = x - base;
  if (fraction < 0.5) return base;
  if (fraction > 0.5) return Math.ceil(x);
  return base % 2 === 0 ? base : base + 1;
}

function softplus(x: number): number {
  if (x > -SOFTPLUS_THRESHOLD) return x;
  if (x < SOFTPLUS_THRESHOLD) return Math.exp(x);
  return Math.log(1 + Math.exp(x));
}

/** Abramowitz and Stegun, formula 7.1.26 (absolute error below 1.5e-7), as tfjs computes it. */
function erf(x: number): number {
  const sign = Math.sign(x);
  const v = Math.abs(x);
  const t = 1 / (1 + 0.3275911 * v);
  const polynomial =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return sign * (1 - polynomial * Math.exp(-v * v));
}

export const unary: Record<UnaryOperator, (x: number) => number> = {
  abs: Math.abs,
  neg: (x) => -x,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  reciprocal: (x) => 1 / x,
  square: (x) => x * x,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfToEven,
  // NaN gives 0, as in tfjs.
  sign: (x) => (x < 0 ? -1 : x > 0 ? 1 : 0),
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus,
  erf,
  relu: (x) => Math.max(0, x),
  relu6: (x) => Math.min(Math.max(0, x), 6),
  elu: (x) => (x >= 0 ? x : Math.exp(x) - 1),
  selu: (x) => (x >= 0 ? SELU_SCALE * x : SELU_ALPHA * (Math.exp(x) - 1)),
  isNaN: (x) => (Number.isNaN(x) ? 1 : 0),
  isInf: (x) => (Math.abs(x) === Infinity ? 1 : 0),
  isFinite: (x) => (Number.isFinite(x) ? 1 : 0),
  not: (x) => (x ? 0 : 1),
};

/** The result has the sign of b, as in Python; a zero divisor gives NaN (0 when stored as int32). */
function mod(a: number, b: number): number {
  const rest = a % b;
  return (a < 0 && b < 0) || (a >= 0 && b >= 0) ? rest : (rest + b) % b;
}

export const binary: Record<BinaryOperator, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  // On int32 the quotient is truncated towards zero, and division by zero gives 0.
  div: (a, b) => a / b,
  floorDiv: (a, b) => Math.floor(a / b),
  mod,
  pow: Math.pow,
  max: Math.max,
  min: Math.min,
  squaredDifference: (a, b) => (a - b) * (a - b),
  atan2: Math.atan2,
  // Of the numbers as int32.
  bitAnd: (a, b) => a & b,
  equal: (a, b) => (a === b ? 1 : 0),
  notEqual: (a, b) => (a !== b ? 1 : 0),
  less: (a, b) => (a < b ? 1 : 0),
  lessEqual: (a, b) => (a <= b ? 1 : 0),
  greater: (a, b) => (a > b ? 1 : 0),
  greaterEqual: (a, b) => (a >= b ? 1 : 0),
  and: (a, b) => (a && b ? 1 : 0),
  or: (a, b) => (a || b ? 1 : 0),
  xor: (a, b) => ((a ? 1 : 0) !== (b ? 1 : 0) ? 1 : 0),
};

/**
 * A number as a value of the type: rounded to float32, wrapped to int32 (NaN gives 0), or 0 and 1 (what is not 0 gives
 * 1, NaN too).
 */
export function coerce(type: ElementType, x: number): number {
  switch (type) {
    case 'float32':
      return Math.fround(x);
    case 'int32':
      return x | 0;
    case 'bool':
      return x === 0 ? 0 : 1;
  }
}

/** int32 products need all 32 low bits, which a double product of large factors loses. */
export function applyBinary(operator: BinaryOperator, type: ElementType, a: number, b: number): number {
  if (operator === 'mul' && type === 'int32') return Math.imul(a, b);
  return coerce(type, binary[operator](a, b));
}
