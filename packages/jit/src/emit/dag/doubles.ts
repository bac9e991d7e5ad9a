import type { Node, Operation } from './node.js';
import type { Vectors } from './vectors.js';

/**
 * Arithmetic on vectors of two doubles, for what float32 is too coarse for. Masks are all ones or all zeros in each
 * lane of 64 bits.
 */
export class Doubles {
  constructor(readonly vectors: Vectors) {}

  number = (value: number): Operation => this.vectors.double(value);

  add = (a: Node, b: Node): Operation => this.vectors.op('f64x2.add', a, b);
  sub = (a: Node, b: Node): Operation => this.vectors.op('f64x2.sub', a, b);
  mul = (a: Node, b: Node): Operation => this.vectors.op('f64x2.mul', a, b);
  div = (a: Node, b: Node): Operation => this.vectors.op('f64x2.div', a, b);
  abs = (x: Node): Operation => this.vectors.op('f64x2.abs', x);
  /** The lower of two numbers in one instruction; x if either is NaN. */
  atMost = (x: Node, bound: Node): Operation => this.vectors.op('f64x2.pmin', x, bound);
  atLeast = (x: Node, bound: Node): Operation => this.vectors.op('f64x2.pmax', x, bound);
  floor = (x: Node): Operation => this.vectors.op('f64x2.floor', x);
  trunc = (x: Node): Operation => this.vectors.op('f64x2.trunc', x);
  nearest = (x: Node): Operation => this.vectors.op('f64x2.nearest', x);

  equal = (a: Node, b: Node): Operation => this.vectors.op('f64x2.eq', a, b);
  less = (a: Node, b: Node): Operation => this.vectors.op('f64x2.lt', a, b);
  greater = (a: Node, b: Node): Operation => this.vectors.op('f64x2.gt', a, b);

  /** a * b + c */
  multiplyAdd(a: Node, b: Node, c: Node): Operation {
    return this.vectors.fused ? this.vectors.op('f64x2.relaxed_madd', a, b, c) : this.add(this.mul(a, b), c);
  }

  /** c[0] + c[1] x + c[2] x^2 + ... by Horner's rule. */
  polynomial(x: Node, coefficients: readonly number[]): Node {
    return coefficients
      .slice(0, -1)
      .reduceRight<Node>(
        (sum, c) => this.multiplyAdd(sum, x, this.number(c)),
        this.number(coefficients.at(-1)!),
      );
  }

  select(mask: Node, yes: Node, no: Node): Operation {
    return this.vectors.op('v128.bitselect', yes, no, mask);
  }
}

/** Computes on four floats as two pairs of doubles; the results are rounded to floats. */
export function withDoubles(
  v: Vectors,
  operands: readonly Node[],
  compute: (d: Doubles, ...operands: Node[]) => Node,
): Node {
  const d = new Doubles(v);
  const halves = operands.map((x) => v.doublesOf(x));
  const [lower, upper] = [0, 1].map((half) => compute(d, ...halves.map((pair) => pair[half]!)));
  return v.floatsOf(lower!, upper!);
}
