import type { Expression, Window } from '../../ir/expression.js';
import { operandsOf } from './inspect.js';

/** Of which of two dimensions a value depends: that of an inner loop, and that of the rows of a block. */
export interface Dependence {
  readonly piece: boolean;
  readonly row: boolean;
}

/** Tells of what the expressions of a nest depend; what they have in common is looked at once. */
export class Dependences {
  private readonly known = new Map<Expression, Dependence>();

  constructor(
    private readonly inner: number | undefined,
    private readonly block: number | undefined,
  ) {}

  of(expression: Expression): Dependence {
    let result = this.known.get(expression);
    if (!result) {
      const all = [this.own(expression), ...operandsOf(expression).map((operand) => this.of(operand))];
      result = { piece: all.some(({ piece }) => piece), row: all.some(({ row }) => row) };
      this.known.set(expression, result);
    }
    return result;
  }

  ofWindow({ strides }: Window): Dependence {
    const moves = (dimension: number | undefined): boolean =>
      dimension !== undefined && strides[dimension] !== 0;
    return { piece: moves(this.inner), row: moves(this.block) };
  }

  private own(expression: Expression): Dependence {
    switch (expression.kind) {
      case 'load':
      case 'gather':
        return this.ofWindow(expression.window);
      case 'index':
        return { piece: expression.dimension === this.inner, row: expression.dimension === this.block };
      case 'accumulator':
        return { piece: false, row: true };
      default:
        return { piece: false, row: false };
    }
  }
}
