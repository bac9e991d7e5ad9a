import { Doubles } from '../dag/doubles.js';
import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';

/** int32 operators that no instruction offers. */

/** Doubles of both halves, the result truncated to int32, with numbers of 2^31 and more wrapped. */
function throughDoubles(v: Vectors, a: Node, b: Node, compute: (d: Doubles, p: Node, q: Node) => Node): Node {
  const d = new Doubles(v);
  const upper = (x: Node): Node => v.shuffle(x, x, [2, 3, 2, 3]);
  const convert = (x: Node): Node => v.op('f64x2.convert_low_i32x4_s', x);
  const halves = [compute(d, convert(a), convert(b)), compute(d, convert(upper(a)), convert(upper(b)))].map(
    (result) => wrap(d, result),
  );
  return v.shuffle(halves[0]!, halves[1]!, [0, 1, 4, 5]);
}

/** A double as int32 in the way of JavaScript: towards zero, modulo 2^32. */
function wrap(d: Doubles, x: Node): Node {
  const whole = d.trunc(x);
  const above = d.mul(d.floor(d.mul(whole, d.number(2 ** -32))), d.number(2 ** 32));
  return d.vectors.op('i32x4.trunc_sat_f64x2_u_zero', d.sub(whole, above));
}

const isZero = (v: Vectors, x: Node): Node => v.equalInt(x, v.bits(0));

/** Truncated towards zero; 0 if b is. */
export function divInt(v: Vectors, a: Node, b: Node): Node {
  return v.without(
    throughDoubles(v, a, b, (d, p, q) => d.div(p, q)),
    isZero(v, b),
  );
}

/** Rounded down; 0 if b is 0. */
export function floorDivInt(v: Vectors, a: Node, b: Node): Node {
  return v.without(
    throughDoubles(v, a, b, (d, p, q) => d.floor(d.div(p, q))),
    isZero(v, b),
  );
}

/** With the sign of b; 0 if b is 0. */
export function modInt(v: Vectors, a: Node, b: Node): Node {
  const rest = v.subInt(a, v.mulInt(floorDivInt(v, a, b), b));
  return v.without(rest, isZero(v, b));
}

/** The difference is not wrapped, its square is rounded to a double, and that is. */
export function squaredDifferenceInt(v: Vectors, a: Node, b: Node): Node {
  return throughDoubles(v, a, b, (d, p, q) => {
    const difference = d.sub(p, q);
    return d.mul(difference, difference);
  });
}

/** Higher powers of numbers beyond 1 and -1 are at least 2^64. */
const POWER_BITS = 6;

/**
 * a^b by repeated squaring, modulo 2^32. Negative powers are truncated to 0, unless a is 1 or -1. From 2^53 on tfjs
 * wraps numbers that are rounded already, so that its results are no use, except that they are 0 in the end.
 */
export function powInt(v: Vectors, a: Node, b: Node): Node {
  const one = v.bits(1);
  let power: Node = one;
  let factor = a;
  for (let bit = 0; bit < POWER_BITS; bit++) {
    if (bit > 0) factor = v.mulInt(factor, factor);
    const takes = v.differInt(v.and(b, v.bits(1 << bit)), v.bits(0));
    power = v.mulInt(power, v.select(takes, factor, one));
  }
  const outside = v.differInt(v.and(b, v.bits(-(1 << POWER_BITS))), v.bits(0));
  const isUnit = v.or(v.equalInt(a, one), v.equalInt(a, v.bits(-1)));
  return v.without(power, v.without(outside, isUnit));
}

/** The angle in (-pi, pi], truncated: how many whole radians fit between the positive x axis and (x, y). */
export function atan2Int(v: Vectors, y: Node, x: Node): Node {
  return throughDoubles(v, y, x, (d, height, width) => {
    const magnitude = d.abs(height);
    const passed = [1, 2, 3].map((radians) =>
      d.vectors.and(
        d.greater(d.mul(magnitude, d.number(Math.cos(radians))), d.mul(width, d.number(Math.sin(radians)))),
        d.number(1),
      ),
    );
    const angle = d.add(d.add(passed[0]!, passed[1]!), passed[2]!);
    return d.vectors.or(angle, d.vectors.and(height, d.number(-0)));
  });
}
