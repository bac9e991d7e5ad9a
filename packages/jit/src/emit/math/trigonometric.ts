import { Doubles } from '../dag/doubles.js';
import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';

/**
 * 2 / pi in parts of 28 bits, so that products with floats are exact in doubles. Floats go up to 2^128, and their
 * product with 2 / pi is wanted modulo 4 to about 50 bits after the point.
 */
const PART = 28;
const TWO_OVER_PI = [
  0xa2f9836, 0xe4e4415, 0x29fc275, 0x7d1f534, 0xddc0db6, 0x295993c, 0x439041f, 0xe5163ab,
].map((digits, i) => digits * 2 ** (-PART * (i + 1)));

/** sin z = z + z^3 s(z^2), cos z = 1 - z^2 / 2 + z^4 c(z^2) for |z| <= pi / 4 (Cephes, sinf.c). */
const SIN = [-1.6666654611e-1, 8.3321608736e-3, -1.9515295891e-4];
const COS = [4.166664568298827e-2, -1.388731625493765e-3, 2.443315711809948e-5];

interface Reduced {
  /** x - quadrant * pi / 2, in [-pi / 4, pi / 4]. */
  readonly angle: Node;
  /** As int32; only the lower two bits mean anything. */
  readonly quadrant: Node;
}

/** x / (pi / 2) modulo 4, as a sum of exact parts. */
function turns(d: Doubles, x: Node): Node {
  const parts = TWO_OVER_PI.map((part) => {
    const product = d.mul(x, d.number(part));
    const whole = d.mul(d.nearest(d.mul(product, d.number(0.25))), d.number(4));
    return d.sub(product, whole);
  });
  const total = parts.reduceRight((sum, part) => d.add(part, sum));
  return total;
}

function reduce(v: Vectors, x: Node): Reduced {
  const d = new Doubles(v);
  const halves = v.doublesOf(x).map((half) => {
    const position = turns(d, half);
    const whole = d.nearest(position);
    return { whole, angle: d.mul(d.sub(position, whole), d.number(Math.PI / 2)) };
  });
  const [lower, upper] = halves as [(typeof halves)[0], (typeof halves)[0]];
  const quadrant = v.shuffle(
    v.op('i32x4.trunc_sat_f64x2_s_zero', lower.whole),
    v.op('i32x4.trunc_sat_f64x2_s_zero', upper.whole),
    [0, 1, 4, 5],
  );
  return { angle: v.floatsOf(lower.angle, upper.angle), quadrant };
}

function sinAndCos(v: Vectors, z: Node): { readonly sine: Node; readonly cosine: Node } {
  const square = v.mul(z, z);
  const sine = v.multiplyAdd(v.mul(square, z), v.polynomial(square, SIN), z);
  const start = v.subtractProduct(square, v.float(0.5), v.float(1));
  const cosine = v.multiplyAdd(v.mul(square, square), v.polynomial(square, COS), start);
  return { sine, cosine };
}

/** sin (x + quarters * pi / 2) */
function sinShifted(v: Vectors, x: Node, quarters: 0 | 1): Node {
  const { angle, quadrant } = reduce(v, x);
  const { sine, cosine } = sinAndCos(v, angle);
  const position = quarters === 0 ? quadrant : v.addInt(quadrant, v.bits(quarters));
  const odd = v.equalInt(v.and(position, v.bits(1)), v.bits(1));
  const sign = v.shiftLeft(v.and(position, v.bits(2)), 30);
  return v.xor(v.select(odd, cosine, sine), sign);
}

export function sin(v: Vectors, x: Node): Node {
  return v.select(v.equal(x, v.float(0)), x, sinShifted(v, x, 0));
}

export function cos(v: Vectors, x: Node): Node {
  return sinShifted(v, x, 1);
}

export function tan(v: Vectors, x: Node): Node {
  const { angle, quadrant } = reduce(v, x);
  const { sine, cosine } = sinAndCos(v, angle);
  const odd = v.equalInt(v.and(quadrant, v.bits(1)), v.bits(1));
  const ratio = v.div(v.select(odd, v.neg(cosine), sine), v.select(odd, sine, cosine));
  return v.select(v.equal(x, v.float(0)), x, ratio);
}
