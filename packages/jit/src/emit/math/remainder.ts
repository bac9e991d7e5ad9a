import { withDoubles, type Doubles } from '../dag/doubles.js';
import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';

/** Bits of the quotient that one step takes away; with the 24 of the divisor they fit into a double. */
const STEP = 28;
/** The quotient of two floats is below 2^277. */
const STEPS = 10;

/** a % b with the sign of a, exactly: a long division, 28 binary digits of the quotient at a time. */
function truncated(d: Doubles, a: Node, b: Node): Node {
  const magnitude = d.abs(b);
  const inverse = d.div(d.number(1), magnitude);
  let rest: Node = d.abs(a);
  for (let i = STEPS - 1; i >= 0; i--) {
    const digits = d.trunc(d.mul(rest, d.mul(inverse, d.number(2 ** (-STEP * i)))));
    rest = d.sub(rest, d.mul(digits, d.mul(magnitude, d.number(2 ** (STEP * i)))));
    // The inverse is rounded, so a digit may be one too large or too small.
  }
  const tooLow = d.less(rest, d.number(0));
  rest = d.add(rest, d.vectors.and(tooLow, magnitude));
  const tooHigh = d.vectors.op('f64x2.ge', rest, magnitude);
  rest = d.sub(rest, d.vectors.and(tooHigh, magnitude));
  const infinite = d.equal(magnitude, d.number(Infinity));
  const finite = d.vectors.op('f64x2.lt', d.abs(a), d.number(Infinity));
  const result = d.select(d.vectors.and(infinite, finite), d.abs(a), rest);
  return withSignOf(d, result, a);
}

function withSignOf(d: Doubles, magnitude: Node, x: Node): Node {
  return d.vectors.or(magnitude, d.vectors.and(x, d.number(-0)));
}

/** The remainder with the sign of b, as in Python: a % b, or (a % b + b) % b if the signs differ. */
export function mod(v: Vectors, a: Node, b: Node): Node {
  return withDoubles(v, [a, b], (d, x, y) => {
    const rest = truncated(d, x, y);
    const sum = d.add(rest, y);
    // |sum| <= |y|.
    const wrapped = d.select(
      d.vectors.op('f64x2.ge', d.abs(sum), d.abs(y)),
      withSignOf(d, d.sub(d.abs(sum), d.abs(y)), sum),
      sum,
    );
    const zero = d.number(0);
    const differ = v.xor(d.less(x, zero), d.less(y, zero));
    return d.select(differ, wrapped, rest);
  });
}
