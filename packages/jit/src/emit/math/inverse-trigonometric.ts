import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';

const SIGN = 0x80000000 | 0;

/** (atan t - t) / t^3 in powers of t^2 for |t| <= 1, to 1.7e-8 of atan t. */
const ATAN = [
  -0.33333152532577515, 0.19993767142295837, -0.14211001992225647, 0.10665768384933472, -0.07551655918359756,
  0.04320463538169861, -0.016363102942705154, 0.002919393125921488,
];
/** (asin t - t) / t^3 in powers of t^2 for |t| <= 1 / 2, to 5e-9 of asin t. */
const ASIN = [
  0.16666752099990845, 0.074953094124794, 0.04546915367245674, 0.02418474294245243, 0.04215838760137558,
];

const withSignOf = (v: Vectors, magnitude: Node, x: Node): Node => v.xor(magnitude, v.and(x, v.bits(SIGN)));

/** t + t^3 p(t^2) */
function oddSeries(v: Vectors, t: Node, square: Node, p: readonly number[]): Node {
  return v.multiplyAdd(v.mul(square, t), v.polynomial(square, p), t);
}

const atanOfUnit = (v: Vectors, t: Node): Node => oddSeries(v, t, v.mul(t, t), ATAN);

/** atan x = pi / 2 - atan(1 / x) for x above 1. */
export function atan(v: Vectors, x: Node): Node {
  const magnitude = v.abs(x);
  const one = v.float(1);
  const flat = atanOfUnit(v, v.div(v.atMost(magnitude, one), v.atLeast(magnitude, one)));
  const angle = v.select(v.greater(magnitude, one), v.sub(v.float(Math.PI / 2), flat), flat);
  return withSignOf(v, angle, x);
}

export function atan2(v: Vectors, y: Node, x: Node): Node {
  const [height, width] = [v.abs(y), v.abs(x)];
  const steep = v.greater(height, width);
  const [small, large] = [v.select(steep, width, height), v.select(steep, height, width)];
  // Two zeros, or two infinities; C and JavaScript define angles for them.
  const diagonal = v.and(v.greater(small, v.float(0)), v.float(1));
  const flat = atanOfUnit(v, v.select(v.equal(small, large), diagonal, v.div(small, large)));
  const acute = v.select(steep, v.sub(v.float(Math.PI / 2), flat), flat);
  const backward = v.shiftRight(x, 31);
  const angle = v.select(backward, v.sub(v.float(Math.PI), acute), acute);
  const unordered = v.or(v.differ(x, x), v.differ(y, y));
  return v.or(withSignOf(v, angle, y), unordered);
}

interface Parts {
  /** Whether |x| > 1 / 2; then asin |x| = pi / 2 - 2 asin sqrt((1 - |x|) / 2). */
  readonly steep: Node;
  /** The asin on the right, else asin |x|. */
  readonly inner: Node;
}

function parts(v: Vectors, x: Node): Parts {
  const magnitude = v.abs(x);
  const half = v.float(0.5);
  const steep = v.greater(magnitude, half);
  const square = v.select(steep, v.subtractProduct(magnitude, half, half), v.mul(x, x));
  const t = v.select(steep, v.sqrt(square), magnitude);
  return { steep, inner: oddSeries(v, t, square, ASIN) };
}

export function asin(v: Vectors, x: Node): Node {
  const { steep, inner } = parts(v, x);
  const complement = v.sub(v.float(Math.PI / 2), v.add(inner, inner));
  return withSignOf(v, v.select(steep, complement, inner), x);
}

export function acos(v: Vectors, x: Node): Node {
  const { steep, inner } = parts(v, x);
  const twice = v.add(inner, inner);
  const outer = v.select(v.less(x, v.float(0)), v.sub(v.float(Math.PI), twice), twice);
  return v.select(steep, outer, v.sub(v.float(Math.PI / 2), withSignOf(v, inner, x)));
}
