import { Doubles } from '../dag/doubles.js';
import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';

/**
 * 1 / (2 pi) in parts of 28 bits, so that products with floats are exact in doubles. Floats go up to 2^128 and may come
 * as near as 2^-30 to a multiple of a right angle, so about 190 bits count.
 */
const PART = 28;
const TURNS_PER_RADIAN = [0x28be60d, 0xb939105, 0x4a7f09d, 0x5f47d4d, 0x377036d, 0x8a5664f, 0x10e4107].map(
  (digits, i) => digits * 2 ** (-PART * (i + 1)),
);

/** sin z = z + z^3 s(z^2), cos z = 1 - z^2 / 2 + z^4 c(z^2) for |z| <= pi / 4, to 4e-9 and 2e-10. */
const SIN = [-0.16666655242443085, 0.008332189172506332, -0.0001951828453456983];
const COS = [0.04166664555668831, -0.0013887309469282627, 2.4432327336398885e-5];

interface Reduced {
  /** x - quadrant * pi / 2, in [-pi / 4, pi / 4]. */
  readonly angle: Node;
  /** As int32; only the lower two bits mean anything. */
  readonly quadrant: Node;
}

/** x / (2 pi) but for whole turns, as a sum of exact parts. */
function turns(d: Doubles, x: Node): Node {
  const parts = TURNS_PER_RADIAN.map((part) => {
    const product = d.mul(x, d.number(part));
    return d.sub(product, d.nearest(product));
  });
  return parts.reduceRight((sum, part) => d.add(part, sum));
}

function reduce(v: Vectors, x: Node): Reduced {
  const d = new Doubles(v);
  const [lower, upper] = v.doublesOf(x).map((half) => {
    const position = d.mul(turns(d, half), d.number(4));
    const whole = d.nearest(position);
    return { whole, angle: d.mul(d.sub(position, whole), d.number(Math.PI / 2)) };
  });
  const quadrant = v.shuffle(
    v.op('i32x4.trunc_sat_f64x2_s_zero', lower!.whole),
    v.op('i32x4.trunc_sat_f64x2_s_zero', upper!.whole),
    [0, 1, 4, 5],
  );
  return { angle: v.floatsOf(lower!.angle, upper!.angle), quadrant };
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
