import type { Expression, Window } from '../../ir/expression.js';
import type { Sweep } from './nest.js';

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
export function nodesOf(roots: readonly Expression[]): Expression[] {
  const seen = new Set<Expression>();
  const visit = (expression: Expression): void => {
    if (seen.has(expression)) return;
    operandsOf(expression).forEach(visit);
    seen.add(expression);
  };
  roots.forEach(visit);
  return [...seen];
}

export function rootsOf({ accumulations, stores }: Sweep): Expression[] {
  return [...accumulations, ...stores].map(({ value }) => value);
}

/** The windows that expressions load through, by `load` and by `gather`. */
export function loadsOf(roots: readonly Expression[]): Window[] {
  return nodesOf(roots).flatMap((e) => (e.kind === 'load' || e.kind === 'gather' ? [e.window] : []));
}

/** The windows of a sweep, of loads and of stores. */
export function windowsOf(sweep: Sweep): Window[] {
  return [...loadsOf(rootsOf(sweep)), ...sweep.stores.map(({ window }) => window)];
}

export function sameWindow(a: Window, b: Window): boolean {
  return (
    a.buffer === b.buffer && a.offset === b.offset && a.strides.every((stride, d) => stride === b.strides[d])
  );
}
