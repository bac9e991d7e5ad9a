import type { Expression, Window } from '../ir/expression.js';
import { operandsOf, withOperands } from '../ir/inspect.js';

/** Gives equal expressions one object, so that work which two of them share is seen by identity. */
export class Interner {
  private readonly known = new Map<string, Expression>();
  private readonly numbers = new Map<Expression, number>();
  private readonly results = new Map<Expression, Expression>();

  intern(expression: Expression): Expression {
    const done = this.results.get(expression);
    if (done) return done;
    const operands = operandsOf(expression).map((operand) => this.intern(operand));
    const key = this.keyOf(expression, operands);
    let result = this.known.get(key);
    if (!result) {
      result = withOperands(expression, operands);
      this.known.set(key, result);
      this.numbers.set(result, this.numbers.size);
      this.results.set(result, result);
    }
    this.results.set(expression, result);
    return result;
  }

  /** An expression apart from all others that look alike: a load at another time. */
  distinct<E extends Expression>(expression: E): E {
    const result = { ...expression };
    this.numbers.set(result, this.numbers.size);
    this.results.set(result, result);
    return result;
  }

  private keyOf(e: Expression, operands: readonly Expression[]): string {
    const numbers = operands.map((operand) => this.numbers.get(operand)!).join(' ');
    switch (e.kind) {
      case 'load':
        return `load ${e.type} ${windowKey(e.window)}`;
      case 'constant':
        return `${e.type} ${Object.is(e.value, -0) ? '-0' : e.value}`;
      case 'index':
        return `index ${e.dimension}`;
      case 'accumulator':
        return `accumulator ${e.type} ${e.index}`;
      case 'unary':
      case 'binary':
        return `${e.operator} ${numbers}`;
      case 'cast':
        return `cast ${e.type} ${numbers}`;
      case 'select':
        return `select ${numbers}`;
      case 'gather':
        return `gather ${e.type} ${windowKey(e.window)} ${e.stride} ${e.bound} ${numbers}`;
    }
  }
}

const windowKeys = new WeakMap<Window, string>();

export function windowKey(window: Window): string {
  let key = windowKeys.get(window);
  if (key === undefined) {
    const { buffer, offset, strides } = window;
    key = `${buffer}@${offset}:${strides.join(',')}`;
    windowKeys.set(window, key);
  }
  return key;
}
