import { Doubles } from '../dag/doubles.js';
import { constantFloat, type Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';
import { decompose, EXPONENT_UNIT } from './logarithm.js';
import { reciprocal, square } from './simple.js';

/**
 * a^b = 2^(b log2 a). An error in the exponent becomes one in the result that is as large relative to it, and exponents
 * go up to 150, so they are computed as doubles. (Pairs of floats take as many instructions and are less accurate.)
 */
const SIGN = 0x80000000 | 0;

/** log2((1 + s) / (1 - s)) / s in powers of s^2 for |s| <= 0.172, to 1e-9. */
const LOG2 = [2.8853900817779268, 0.9617982506752014, 0.5767564177513123, 0.4309057295322418];
/** 2^(r / 2) for |r| <= 1, to 3e-9. */
const EXP2_OF_HALF = [
  1, 0.3465736210346222, 0.06005663424730301, 0.006937846541404724, 0.0006011268123984337,
  4.192859705653973e-5, 2.4126411517499946e-6,
] as const;
/** Adding it rounds a double to an even number 2n, and n + 127 then stands in the lowest bits. */
const ROUNDER = 1.5 * 2 ** 53 + 2 * 127;

/**
 * magnitude = 2^exponent * (1 + f), with infinite exponents for 0 and infinity, and NaN for NaN and where a finite
 * magnitude is marked as undefined.
 */
function logarithmParts(
  v: Vectors,
  magnitude: Node,
  undefinedThere: Node,
): readonly [exponent: Node, f: Node] {
  const { exponent, mantissa } = decompose(v, magnitude);
  const whole = v.mul(exponent, v.float(1 / EXPONENT_UNIT));
  const orNaN = v.or(whole, undefinedThere);
  const orZero = v.select(v.equal(magnitude, v.float(0)), v.float(-Infinity), orNaN);
  const finite = v.less(magnitude, v.float(Infinity));
  return [v.select(finite, orZero, magnitude), v.sub(mantissa, v.float(1))];
}

interface Rounded {
  /** 2n, and above it the bits of the rounder. */
  readonly rounded: Node;
  readonly r: Node;
}

/** y log2(2^e (1 + f)) = 2n + r, bounded where the power is infinite as a float, or 0. */
function exponentOf(d: Doubles, e: Node, f: Node, y: Node): Rounded {
  const s = d.div(f, d.add(f, d.number(2)));
  const logarithm = d.multiplyAdd(s, d.polynomial(d.mul(s, s), LOG2), e);
  const product = d.atLeast(d.atMost(d.mul(logarithm, y), d.number(130)), d.number(-152));
  const rounder = d.number(ROUNDER);
  const rounded = d.add(product, rounder);
  return { rounded, r: d.sub(product, d.sub(rounded, rounder)) };
}

/** 2^(r / 2), arranged so that little of it has to wait for the rest. */
function exp2OfHalf(v: Vectors, r: Node): Node {
  const [c0, c1, c2, c3, c4, c5, c6] = EXP2_OF_HALF;
  const square = v.mul(r, r);
  const high = v.multiplyAdd(square, v.float(c6), v.polynomial(r, [c4, c5]));
  const middle = v.multiplyAdd(square, high, v.polynomial(r, [c2, c3]));
  return v.multiplyAdd(r, v.multiplyAdd(r, middle, v.float(c1)), v.float(c0));
}

/** magnitude^b for numbers that are not negative; NaN where they are marked as undefined. */
function powOfMagnitude(v: Vectors, magnitude: Node, b: Node, undefinedThere: Node): Node {
  const d = new Doubles(v);
  const [exponent, f] = logarithmParts(v, magnitude, undefinedThere);
  const [e, m, y] = [exponent, f, b].map((x) => v.doublesOf(x)) as [Halves, Halves, Halves];
  const lower = exponentOf(d, e[0], m[0], y[0]);
  const upper = exponentOf(d, e[1], m[1], y[1]);
  const n = v.shuffle(lower.rounded, upper.rounded, [0, 2, 4, 6]);
  // A normal number; only its square overflows, or rounds to a subnormal one.
  const root = v.mul(exp2OfHalf(v, v.floatsOf(lower.r, upper.r)), v.shiftLeft(n, 23));
  return v.mul(root, root);
}

type Halves = readonly [Node, Node];

/** Powers that are cheap and as exact. */
const shortcuts = new Map<number, (v: Vectors, a: Node) => Node>([
  [-2, (v, a) => square(v, reciprocal(v, a))],
  [-1, reciprocal],
  [-0.5, (v, a) => reciprocal(v, squareRoot(v, a))],
  [0, (v) => v.float(1)],
  [0.5, squareRoot],
  [1, (_, a) => a],
  [2, square],
  [3, (v, a) => v.mul(square(v, a), a)],
  [4, (v, a) => square(v, square(v, a))],
]);

/** The power 1/2, which differs from the square root at -0 (0) and -infinity (infinity). */
function squareRoot(v: Vectors, a: Node): Node {
  const infinity = v.float(Infinity);
  const endless = v.equal(a, v.float(-Infinity));
  return v.select(endless, infinity, v.sqrt(v.add(a, v.float(0))));
}

export function pow(v: Vectors, a: Node, b: Node): Node {
  const exponent = constantFloat(b);
  const shortcut = exponent === undefined ? undefined : shortcuts.get(exponent);
  return shortcut ? shortcut(v, a) : generalPow(v, a, b);
}

function generalPow(v: Vectors, a: Node, b: Node): Node {
  const zero = v.float(0);
  const whole = v.equal(v.trunc(b), b);
  const half = v.mul(b, v.float(0.5));
  const odd = v.and(whole, v.differ(v.trunc(half), half));
  const undefinedThere = v.without(v.less(a, zero), whole);
  const unsigned = powOfMagnitude(v, v.abs(a), b, undefinedThere);
  const signed = v.xor(unsigned, v.and(v.and(a, odd), v.bits(SIGN)));
  return v.select(v.equal(b, zero), v.float(1), signed);
}
