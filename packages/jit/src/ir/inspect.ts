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

export function sameWindow(a: Window, b: Window): boolean {
  return (
    a.buffer === b.buffer && a.offset === b.offset && a.strides.every((stride, d) => stride === b.strides[d])
  );
}
