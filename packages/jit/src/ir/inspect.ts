import { remembered } from './remembered.js';
import type { Expression, Window } from './expression.js';

/** The operands of an expression. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'unary':
    case 'cast':
      return [expression.x];
    case 'binary':
      return [expression.a, expression.b];
    case 'select':
      return [expression.condition, expression.yes, expression.no];
    case 'gather':
      return [expression.place];
    default:
      return [];
  }
}

/** The same operation on other operands; the same object if they are the same. */
export function withOperands(e: Expression, operands: readonly Expression[]): Expression {
  if (operandsOf(e).every((operand, i) => operand === operands[i])) return e;
  const [x, y, z] = operands as [Expression, Expression, Expression];
  switch (e.kind) {
    case 'unary':
    case 'cast':
      return { ...e, x };
    case 'binary':
      return { ...e, a: x, b: y };
    case 'select':
      return { ...e, condition: x, yes: y, no: z };
    case 'gather':
      return { ...e, place: x };
    default:
      return e;
  }
}

/** All distinct nodes of some expressions, operands before what uses them. */
export function nodesOf(roots: Iterable<Expression>): Set<Expression> {
  const seen = new Set<Expression>();
  const visit = (expression: Expression): void => {
    if (seen.has(expression)) return;
    operandsOf(expression).forEach(visit);
    seen.add(expression);
  };
  for (const root of roots) visit(root);
  return seen;
}

/** What reads memory or an accumulator, in some expression. */
export type Leaf = Extract<Expression, { kind: 'load' | 'gather' | 'accumulator' }>;

const isLeaf = (e: Expression): e is Leaf =>
  e.kind === 'load' || e.kind === 'gather' || e.kind === 'accumulator';

/** All distinct parts of an expression, itself included. */
export const partsOf = remembered((expression: Expression): ReadonlySet<Expression> => nodesOf([expression]));

/** The distinct leaves of an expression. */
export const leavesOf = remembered((expression: Expression): readonly Leaf[] =>
  [...partsOf(expression)].filter(isLeaf),
);

export function sameWindow(a: Window, b: Window): boolean {
  return (
    a.buffer === b.buffer && a.offset === b.offset && a.strides.every((stride, d) => stride === b.strides[d])
  );
}
