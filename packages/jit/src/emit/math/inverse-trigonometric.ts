import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';

const SIGN = 0x80000000 | 0;

/** (atan t - t) / t^3 in powers of t^2 for |t| <= tan(pi / 8) (Cephes, atanf.c). */
const ATAN = [-3.33329491539e-1, 1.99777106478e-1, -1.38776856032e-1, 8.05374449538e-2];
/** (asin t - t) / t^3 in powers of t^2 for |t| <= 1 / 2 (Cephes, asinf.c). */
const ASIN = [1.6666752422e-1, 7.4953002686e-2, 4.5470025998e-2, 2.4181311049e-2, 4.2163199048e-2];

const withSignOf = (v: Vectors, magnitude: Node, x: Node): Node => v.xor(magnitude, v.and(x, v.bits(SIGN)));

/** atan of quotients numerator / denominator in [0, 1] */
function atanOfQuotient(v: Vectors, numerator: Node, denominator: Node): Node {
  // atan t = pi / 4 + atan((t - 1) / (t + 1)) for t above tan(pi / 8).
  const steep = v.greater(numerator, v.mul(denominator, v.float(0.41421357)));
  const t = v.div(
    v.select(steep, v.sub(numerator, denominator), numerator),
    v.select(steep, v.add(numerator, denominator), denominator),
  );
  const square = v.mul(t, t);
  const series = v.multiplyAdd(v.mul(square, t), v.polynomial(square, ATAN), t);
  return v.add(series, v.and(steep, v.float(Math.PI / 4)));
}

export function atan(v: Vectors, x: Node): Node {
  const magnitude = v.abs(x);
  const one = v.float(1);
  const beyond = v.greater(magnitude, one);
  const inner = atanOfQuotient(v, v.select(beyond, one, magnitude), v.select(beyond, magnitude, one));
  return withSignOf(v, v.select(beyond, v.sub(v.float(Math.PI / 2), inner), inner), x);
}

export function atan2(v: Vectors, y: Node, x: Node): Node {
  const [height, width] = [v.abs(y), v.abs(x)];
  const zero = v.float(0);
  const steep = v.greater(height, width);
  const [small, large] = [v.select(steep, width, height), v.select(steep, height, width)];
  // Halved, their sum is finite, and two infinities are two equal numbers.
  const equal = v.equal(small, large);
  const one = v.float(1);
  const flat = atanOfQuotient(
    v,
    v.select(equal, v.and(one, v.greater(small, zero)), v.mul(small, v.float(0.5))),
    v.select(equal, one, v.mul(large, v.float(0.5))),
  );
  const acute = v.select(steep, v.sub(v.float(Math.PI / 2), flat), flat);
  const backward = v.shiftRight(x, 31);
  const angle = v.select(backward, v.sub(v.float(Math.PI), acute), acute);
  const unordered = v.or(v.differ(x, x), v.differ(y, y));
  return v.or(withSignOf(v, angle, y), unordered);
}

/** asin of t in [0, 1 / 2], given t and its square */
function asinOfSmall(v: Vectors, t: Node, square: Node): Node {
  return v.multiplyAdd(v.mul(square, t), v.polynomial(square, ASIN), t);
}

interface Parts {
  /** Whether |x| > 1 / 2; then asin |x| = pi / 2 - 2 inner, else inner. */
  readonly steep: Node;
  readonly inner: Node;
}

function parts(v: Vectors, x: Node): Parts {
  const magnitude = v.abs(x);
  const half = v.float(0.5);
  const steep = v.greater(magnitude, half);
  const square = v.select(steep, v.subtractProduct(magnitude, half, half), v.mul(x, x));
  const t = v.select(steep, v.sqrt(square), magnitude);
  return { steep, inner: asinOfSmall(v, t, square) };
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
