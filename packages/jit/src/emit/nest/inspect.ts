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
  return [...accumulations.map(({ value }) => value), ...stores.map(({ value }) => value)];
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

/** How often each node is read by the others and as a root. */
export function usesOf(roots: readonly Expression[]): Map<Expression, number> {
  const uses = new Map<Expression, number>();
  const use = (expression: Expression): void => {
    uses.set(expression, (uses.get(expression) ?? 0) + 1);
  };
  roots.forEach(use);
  for (const node of nodesOf(roots)) operandsOf(node).forEach(use);
  return uses;
}

/** Whether an expression may differ between points along a dimension. Accumulators differ between rows. */
export function variesAlong(expression: Expression, dimension: number): boolean {
  return nodesOf([expression]).some((e) => {
    switch (e.kind) {
      case 'load':
      case 'gather':
        return e.window.strides[dimension] !== 0;
      case 'index':
        return e.dimension === dimension;
      case 'accumulator':
        return true;
      default:
        return false;
    }
  });
}

type Bounded = { readonly x: Expression; readonly bound: number };

/** The value and the number of which an expression is the larger (the smaller) one, if that number is other than 0. */
export function boundedBy(e: Expression, operator: 'max' | 'min'): Bounded | undefined {
  if (e.kind !== 'binary' || e.type !== 'float32' || e.operator !== operator) return undefined;
  const [x, bound] = e.a.kind === 'constant' ? [e.b, e.a] : [e.a, e.b];
  const isNumber = bound.kind === 'constant' && bound.value !== 0 && !Number.isNaN(bound.value);
  return isNumber ? { x, bound: bound.value } : undefined;
}

const SMALLEST_NORMAL = 2 ** -126;

/** Whether a value is known to be a positive normal number, infinite or NaN. */
export function isAtLeastNormal(e: Expression): boolean {
  const bounded = boundedBy(e, 'max');
  if (bounded) return bounded.bound >= SMALLEST_NORMAL || isAtLeastNormal(bounded.x);
  const capped = boundedBy(e, 'min');
  return capped !== undefined && capped.bound >= SMALLEST_NORMAL && isAtLeastNormal(capped.x);
}
