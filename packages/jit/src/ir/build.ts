import { applyBinary, coerce, unary as unaryOperations } from './arithmetic.js';
import type { BinaryOperator, ElementType, Expression, UnaryOperator } from './expression.js';

/**
 * Expressions, with the simplifications that are exact on every number: constants are folded, and neutral elements
 * fall away (`x + 0` stays, since it turns -0 into 0; `0 * x` stays, since x may be NaN or infinite).
 */

type ConstantExpression = Extract<Expression, { kind: 'constant' }>;

export function constant(type: ElementType, value: number): ConstantExpression {
  return { kind: 'constant', type, value: coerce(type, value) };
}

export const float = (value: number): ConstantExpression => constant('float32', value);

function isConstant(x: Expression, value: number): boolean {
  return x.kind === 'constant' && Object.is(x.value, value);
}

function isNegated(x: Expression): x is Extract<Expression, { kind: 'unary' }> {
  return x.kind === 'unary' && x.operator === 'neg';
}

const resultOfUnary = (operator: UnaryOperator): ElementType => {
  switch (operator) {
    case 'isNaN':
    case 'isInf':
    case 'isFinite':
    case 'not':
      return 'bool';
    default:
      return 'float32';
  }
};

export function unary(operator: UnaryOperator, x: Expression): Expression {
  const type = resultOfUnary(operator);
  if (x.kind === 'constant') return constant(type, unaryOperations[operator](x.value));
  if (operator === 'neg' && x.kind === 'unary' && x.operator === 'neg') return x.x;
  return { kind: 'unary', type, operator, x };
}

const comparisons: ReadonlySet<BinaryOperator> = new Set([
  'equal',
  'notEqual',
  'less',
  'lessEqual',
  'greater',
  'greaterEqual',
  'and',
  'or',
  'xor',
]);

export function binary(operator: BinaryOperator, a: Expression, b: Expression): Expression {
  const type = comparisons.has(operator) ? 'bool' : a.type;
  if (a.kind === 'constant' && b.kind === 'constant') {
    return constant(type, applyBinary(operator, type, a.value, b.value));
  }
  const isFloat = a.type === 'float32';
  switch (operator) {
    case 'mul':
      if (isConstant(b, 1)) return a;
      if (isConstant(a, 1)) return b;
      if (isFloat && isConstant(b, -1)) return unary('neg', a);
      if (isFloat && isConstant(a, -1)) return unary('neg', b);
      // Signs move outwards, where they meet others and fall away.
      if (isNegated(a)) return unary('neg', binary('mul', a.x, b));
      if (isNegated(b)) return unary('neg', binary('mul', a, b.x));
      break;
    case 'div':
      if (isConstant(b, 1)) return a;
      if (isNegated(a)) return unary('neg', binary('div', a.x, b));
      break;
    case 'sub':
      if (isConstant(b, 0)) return a;
      if (isNegated(b)) return binary('add', a, b.x);
      break;
    case 'pow':
      if (isConstant(b, 1)) return a;
      if (isFloat && isConstant(b, 2)) return unary('square', a);
      break;
    case 'add':
      if (!isFloat && isConstant(b, 0)) return a;
      if (!isFloat && isConstant(a, 0)) return b;
      if (isNegated(b)) return binary('sub', a, b.x);
      if (isNegated(a)) return binary('sub', b, a.x);
      break;
    default:
      break;
  }
  return { kind: 'binary', type, operator, a, b };
}

export function select(condition: Expression, yes: Expression, no: Expression): Expression {
  if (condition.kind === 'constant') return condition.value ? yes : no;
  return { kind: 'select', type: yes.type, condition, yes, no };
}

export function cast(type: ElementType, x: Expression): Expression {
  if (x.type === type) return x;
  if (x.kind === 'constant') return constant(type, x.value);
  // A bool is 0 or 1 under every type, so the way over another type changes nothing.
  if (x.kind === 'cast' && x.x.type === 'bool' && type !== 'bool') return cast(type, x.x);
  return { kind: 'cast', type, x };
}
