import type { Opcode } from '../wasm/opcodes.js';
import type { Node, NodeFactory, Operation } from './node.js';

/** Names for the instructions that arithmetic is written with; masks are all ones or all zeros in each lane. */
export class Vectors {
  constructor(
    readonly nodes: NodeFactory,
    /** Whether the engine fuses products and sums. */
    readonly fused: boolean,
  ) {}

  op(opcode: Opcode, ...operands: readonly Node[]): Operation {
    return this.nodes.operation('v128', opcode, operands);
  }

  float = (value: number): Operation => this.nodes.float(value);
  double = (value: number): Operation => this.nodes.doubles(value);
  bits = (pattern: number): Operation => this.nodes.bits(pattern);

  add = (a: Node, b: Node): Operation => this.op('f32x4.add', a, b);
  sub = (a: Node, b: Node): Operation => this.op('f32x4.sub', a, b);
  mul = (a: Node, b: Node): Operation => this.op('f32x4.mul', a, b);
  div = (a: Node, b: Node): Operation => this.op('f32x4.div', a, b);
  abs = (x: Node): Operation => this.op('f32x4.abs', x);
  neg = (x: Node): Operation => this.op('f32x4.neg', x);
  sqrt = (x: Node): Operation => this.op('f32x4.sqrt', x);
  trunc = (x: Node): Operation => this.op('f32x4.trunc', x);

  /** a * b + c */
  multiplyAdd(a: Node, b: Node, c: Node): Operation {
    return this.fused ? this.op('f32x4.relaxed_madd', a, b, c) : this.add(this.mul(a, b), c);
  }

  /** c - a * b */
  subtractProduct(a: Node, b: Node, c: Node): Operation {
    return this.fused ? this.op('f32x4.relaxed_nmadd', a, b, c) : this.sub(c, this.mul(a, b));
  }

  /** The lower of two numbers in one instruction; x if either is NaN. */
  atMost = (x: Node, bound: Node): Operation => this.op('f32x4.pmin', x, bound);
  atLeast = (x: Node, bound: Node): Operation => this.op('f32x4.pmax', x, bound);

  equal = (a: Node, b: Node): Operation => this.op('f32x4.eq', a, b);
  differ = (a: Node, b: Node): Operation => this.op('f32x4.ne', a, b);
  less = (a: Node, b: Node): Operation => this.op('f32x4.lt', a, b);
  greater = (a: Node, b: Node): Operation => this.op('f32x4.gt', a, b);
  atMostMask = (a: Node, b: Node): Operation => this.op('f32x4.le', a, b);
  atLeastMask = (a: Node, b: Node): Operation => this.op('f32x4.ge', a, b);

  and = (a: Node, b: Node): Operation => this.op('v128.and', a, b);
  /** a where b has zeros */
  without = (a: Node, b: Node): Operation => this.op('v128.andnot', a, b);
  or = (a: Node, b: Node): Operation => this.op('v128.or', a, b);
  xor = (a: Node, b: Node): Operation => this.op('v128.xor', a, b);
  not = (x: Node): Operation => this.op('v128.not', x);

  select(mask: Node, yes: Node, no: Node): Operation {
    return this.op(this.fused ? 'i32x4.relaxed_laneselect' : 'v128.bitselect', yes, no, mask);
  }

  addInt = (a: Node, b: Node): Operation => this.op('i32x4.add', a, b);
  subInt = (a: Node, b: Node): Operation => this.op('i32x4.sub', a, b);
  mulInt = (a: Node, b: Node): Operation => this.op('i32x4.mul', a, b);
  equalInt = (a: Node, b: Node): Operation => this.op('i32x4.eq', a, b);
  differInt = (a: Node, b: Node): Operation => this.op('i32x4.ne', a, b);
  shiftLeft = (x: Node, count: number): Operation => this.op('i32x4.shl', x, this.nodes.integer(count));
  shiftRight = (x: Node, count: number): Operation => this.op('i32x4.shr_s', x, this.nodes.integer(count));
  toFloat = (x: Node): Operation => this.op('f32x4.convert_i32x4_s', x);

  /** c[0] + c[1] x + c[2] x^2 + ... by Horner's rule. */
  polynomial(x: Node, coefficients: readonly number[]): Node {
    return coefficients
      .slice(0, -1)
      .reduceRight<Node>(
        (sum, c) => this.multiplyAdd(sum, x, this.float(c)),
        this.float(coefficients.at(-1)!),
      );
  }

  shuffle(a: Node, b: Node, lanes: readonly [number, number, number, number]): Operation {
    const bytes = new Array<number>(16);
    for (let i = 0; i < 16; i++) bytes[i] = 4 * lanes[i >> 2]! + (i & 3);
    return this.nodes.operation('v128', 'i8x16.shuffle', [a, b], { kind: 'bytes', bytes });
  }

  /** One lane in all lanes. */
  spread = (x: Node, lane: number): Operation => this.shuffle(x, x, [lane, lane, lane, lane]);

  /** The two lower floats as doubles, and the two upper. */
  doublesOf(x: Node): readonly [Operation, Operation] {
    const upper = this.shuffle(x, x, [2, 3, 2, 3]);
    return [this.op('f64x2.promote_low_f32x4', x), this.op('f64x2.promote_low_f32x4', upper)];
  }

  /** Doubles rounded to one vector of floats. */
  floatsOf(lower: Node, upper: Node): Operation {
    const low = this.op('f32x4.demote_f64x2_zero', lower);
    return this.shuffle(low, this.op('f32x4.demote_f64x2_zero', upper), [0, 1, 4, 5]);
  }
}
