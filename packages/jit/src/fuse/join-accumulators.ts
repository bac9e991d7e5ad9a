import type { Graph } from '../graph/graph.js';
import { mapKernels } from '../graph/map.js';
import type { RowNode } from '../graph/node.js';
import { expressionsOf } from '../graph/walk.js';
import { binary, float } from '../ir/build.js';
import type { Expression } from '../ir/expression.js';
import { nodesOf, operandsOf, withOperands } from '../ir/inspect.js';
import type { Pass } from '../ir/kernel.js';
import { remembered } from '../ir/remembered.js';

/**
 * Two sums over the same row of which only the sum or the difference is used are one sum: that saves putting lanes
 * together, and factors that the terms have in common are multiplied once. (The gradient of a gate between two weightings
 * is such a difference, and that of a weighting which erases and adds.)
 */
export function joinAccumulators(graph: Graph): Graph {
  return mapKernels(graph, (node) => (node.kind === 'row' ? joined(node) : node));
}

const joined = remembered((node: RowNode): RowNode => {
  const uses = usesIn(node);
  const pair = pairIn(node, uses);
  return pair ? joined(join(node, pair, uses)) : node;
});

type Accumulator = Extract<Expression, { kind: 'accumulator' }>;
type Binary = Extract<Expression, { kind: 'binary' }>;
/** What is used of two accumulators. */
type Pair = Binary & { readonly a: Accumulator; readonly b: Accumulator };

/** How often each expression is used; of accumulators, by their number, in whatever objects they stand. */
type Uses = ReadonlyMap<Expression | number, number>;

function usesIn(node: RowNode): Uses {
  const uses = new Map<Expression | number, number>();
  const use = (e: Expression): void => {
    const key = e.kind === 'accumulator' ? e.index : e;
    uses.set(key, (uses.get(key) ?? 0) + 1);
  };
  const roots = expressionsOf(node);
  roots.forEach(use);
  for (const e of nodesOf(roots)) operandsOf(e).forEach(use);
  return uses;
}

function pairIn({ passes }: RowNode, uses: Uses): Pair | undefined {
  const passOf = new Map<number, Pass>();
  for (const pass of passes) {
    if (pass.kind !== 'accumulate') continue;
    pass.accumulators.forEach(({ reduction, value }, i) => {
      if (reduction === 'sum' && value.type === 'float32') passOf.set(pass.first + i, pass);
    });
  }
  const isPair = (e: Expression): e is Pair =>
    e.kind === 'binary' &&
    (e.operator === 'add' || e.operator === 'sub') &&
    e.a.kind === 'accumulator' &&
    e.b.kind === 'accumulator' &&
    uses.get(e.a.index) === 1 &&
    uses.get(e.b.index) === 1 &&
    passOf.has(e.a.index) &&
    passOf.get(e.a.index) === passOf.get(e.b.index);
  const stored = passes.flatMap((pass) =>
    pass.kind === 'store' ? pass.stores.map(({ value }) => value) : [],
  );
  return [...nodesOf(stored)].find(isPair);
}

/** The node with one accumulator, the first of the pair, in the place of both. */
function join(node: RowNode, pair: Pair, uses: Uses): RowNode {
  const [kept, dropped] = [pair.a.index, pair.b.index];
  const renumber = (index: number): number => (index > dropped ? index - 1 : index);
  const done = new Map<Expression, Expression>();
  const rewrite = (e: Expression): Expression => {
    const known = done.get(e);
    if (known) return known;
    const index = e === pair ? kept : e.kind === 'accumulator' ? e.index : undefined;
    const result: Expression =
      index === undefined
        ? withOperands(e, operandsOf(e).map(rewrite))
        : { kind: 'accumulator', type: e.type, index: renumber(index) };
    done.set(e, result);
    return result;
  };
  const passes = node.passes.map((pass): Pass => {
    if (pass.kind === 'store')
      return { ...pass, stores: pass.stores.map((store) => ({ ...store, value: rewrite(store.value) })) };
    const { first, accumulators } = pass;
    const terms = accumulators.map(({ value }) => value);
    const own = (index: number): Expression | undefined => terms[index - first];
    if (own(kept))
      terms[kept - first] = combined(pair.operator as 'add' | 'sub', own(kept)!, own(dropped)!, uses);
    return {
      ...pass,
      first: renumber(first),
      accumulators: accumulators.flatMap(({ reduction }, i) =>
        first + i === dropped ? [] : [{ reduction, value: rewrite(terms[i]!) }],
      ),
    };
  });
  return { ...node, passes };
}

/** The sum or difference of two terms; a factor that both have is multiplied last, into the sum over the row. */
function combined(operator: 'add' | 'sub', a: Expression, b: Expression, uses: Uses): Expression {
  const [left, right] = [factorsOf(a, uses), factorsOf(b, uses)];
  const common = left.find((factor) => right.includes(factor));
  if (!common) return binary(operator, a, b);
  const others = (factors: readonly Expression[]): Expression =>
    factors.toSpliced(factors.indexOf(common), 1).reduce((x, y) => binary('mul', x, y), float(1));
  return binary('mul', common, binary(operator, others(left), others(right)));
}

/** The factors of a product, but for products that are needed elsewhere too. */
function factorsOf(e: Expression, uses: Uses): readonly Expression[] {
  const isOwnProduct = e.kind === 'binary' && e.operator === 'mul' && uses.get(e) === 1;
  return isOwnProduct ? [e.a, e.b].flatMap((factor) => factorsOf(factor, uses)) : [e];
}
