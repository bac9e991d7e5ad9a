import { binary, cast, select, unary } from '../ir/build.js';
import type { Expression, Window } from '../ir/expression.js';
import type { Pass, Store } from '../ir/kernel.js';
import type { KernelNode } from './node.js';

/** What becomes of the leaves of an expression; a leaf without a rule stays as it is. */
export interface LeafRules {
  readonly load?: (load: Extract<Expression, { kind: 'load' }>) => Expression;
  /** Given the gather with its place rewritten. */
  readonly gather?: (gather: Extract<Expression, { kind: 'gather' }>) => Expression;
  readonly window?: (window: Window) => Window;
  readonly index?: (index: Extract<Expression, { kind: 'index' }>) => Expression;
  readonly accumulator?: (accumulator: Extract<Expression, { kind: 'accumulator' }>) => Expression;
}

/**
 * Rewrites expressions leaf by leaf. Shared subtrees stay shared, also between the expressions given to one rewriter;
 * what no rule changes stays the same object.
 */
export function rewriter(rules: LeafRules): (expression: Expression) => Expression {
  const done = new Map<Expression, Expression>();
  const rewrite = (expression: Expression): Expression => {
    let result = done.get(expression);
    if (result === undefined) {
      result = apply(expression);
      done.set(expression, result);
    }
    return result;
  };
  const apply = (expression: Expression): Expression => {
    switch (expression.kind) {
      case 'load': {
        if (rules.load) return rules.load(expression);
        const window = rules.window?.(expression.window) ?? expression.window;
        return window === expression.window ? expression : { ...expression, window };
      }
      case 'gather': {
        const window = rules.window?.(expression.window) ?? expression.window;
        const place = rewrite(expression.place);
        const gather =
          window === expression.window && place === expression.place
            ? expression
            : { ...expression, window, place };
        return rules.gather?.(gather) ?? gather;
      }
      case 'index':
        return rules.index?.(expression) ?? expression;
      case 'accumulator':
        return rules.accumulator?.(expression) ?? expression;
      case 'constant':
        return expression;
      case 'unary': {
        const x = rewrite(expression.x);
        return x === expression.x ? expression : unary(expression.operator, x);
      }
      case 'cast': {
        const x = rewrite(expression.x);
        return x === expression.x ? expression : cast(expression.type, x);
      }
      case 'binary': {
        const a = rewrite(expression.a);
        const b = rewrite(expression.b);
        return a === expression.a && b === expression.b ? expression : binary(expression.operator, a, b);
      }
      case 'select': {
        const condition = rewrite(expression.condition);
        const yes = rewrite(expression.yes);
        const no = rewrite(expression.no);
        return condition === expression.condition && yes === expression.yes && no === expression.no
          ? expression
          : select(condition, yes, no);
      }
    }
  };
  return rewrite;
}

/** Rewrites the expressions of a node, and its windows by `rules.window`. */
export function rewriteNode<N extends KernelNode>(node: N, rules: LeafRules): N {
  const expression = rewriter(rules);
  const window = (w: Window): Window => rules.window?.(w) ?? w;
  const store = (s: Store): Store => ({ ...s, window: window(s.window), value: expression(s.value) });
  if (node.kind === 'matrix') {
    return { ...node, a: window(node.a), b: window(node.b), stores: node.stores.map(store) };
  }
  const passes = node.passes.map((pass): Pass =>
    pass.kind === 'store'
      ? { ...pass, stores: pass.stores.map(store) }
      : {
          ...pass,
          accumulators: pass.accumulators.map(({ reduction, value }) => ({
            reduction,
            value: expression(value),
          })),
        },
  );
  return { ...node, passes };
}
