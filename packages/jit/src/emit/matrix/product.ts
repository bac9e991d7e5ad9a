import { rewriter, type LeafRules } from '../../graph/rewrite.js';
import { constant } from '../../ir/build.js';
import type { Window } from '../../ir/expression.js';
import type { MatrixKernel, Store } from '../../ir/kernel.js';
import { loadsOf, nodesOf } from '../nest/inspect.js';

/**
 * A matrix kernel whose windows, those of a, b and the stores, all run over the same dimensions: the batch, m, n and k.
 * An operand has stride 0 along the dimensions that it does not have.
 */
export interface Product {
  readonly extents: readonly number[];
  readonly a: Window;
  readonly b: Window;
  readonly stores: readonly Store[];
  readonly given: MatrixKernel['given'];
  readonly buffers: number;
}

/** The numbers of a product's dimensions. */
export function dimensionsOf({ extents }: Product) {
  const rank = extents.length - 3;
  return { batch: extents.slice(0, rank).map((_, d) => d), m: rank, n: rank + 1, k: rank + 2 };
}

/** A kernel as a product with as few batch dimensions as possible. */
export function productOf({ batch, m, n, k, a, b, stores, given, buffers }: MatrixKernel): Product {
  const rank = batch.length;
  const over = ({ strides, ...rest }: Window, sm: number, sn: number, sk: number): Window => ({
    ...rest,
    strides: [...strides.slice(0, rank), sm, sn, sk],
  });
  const ofResult = (window: Window): Window =>
    over(window, window.strides[rank]!, window.strides[rank + 1]!, 0);
  return simplify({
    extents: [...batch, m, n, k],
    a: over(a, a.strides[rank]!, 0, a.strides[rank + 1]!),
    b: over(b, 0, b.strides[rank + 1]!, b.strides[rank]!),
    stores: rewriteStores(stores, { window: ofResult }),
    given,
    buffers,
  });
}

/** The same with rows and columns exchanged: (a b)^T = b^T a^T. */
export function transposed(product: Product): Product {
  const { batch, m, n, k } = dimensionsOf(product);
  const { a, b, ...rest } = select(product, [...batch, n, m, k]);
  return { ...rest, a: b, b: a };
}

/**
 * Batch dimensions that only one operand has are rows or columns in disguise (a batch of products with one shared b is
 * one product with more rows); where memory lies accordingly, they become that. Those that lie like one become one.
 */
function simplify(product: Product): Product {
  const { batch: all, m, n } = dimensionsOf(product);
  const { extents, a, b } = product;
  // What is given stays the first dimension.
  const batch = product.given === 'batch' ? all.slice(1) : all;
  for (const d of batch) {
    if (extents[d] === 1) return simplify(select(product, without(product, d)));
    const targets = [
      ...(b.strides[d] === 0 ? [m] : []),
      ...(a.strides[d] === 0 ? [n] : []),
      ...batch.filter((other) => other !== d),
    ];
    const target = targets.find((inner) => joins(product, d, inner));
    if (target !== undefined) return simplify(join(product, d, target));
  }
  return product;
}

/** Whether stepping through `inner` again and again, while `outer` steps once, is like one longer dimension. */
function joins({ extents, a, b, stores }: Product, outer: number, inner: number): boolean {
  if (extents[inner] === 1) return true;
  const values = stores.map(({ value }) => value);
  const indexed = nodesOf(values).some(
    (e) => e.kind === 'index' && (e.dimension === outer || e.dimension === inner),
  );
  const windows = [a, b, ...stores.map(({ window }) => window), ...loadsOf(values)];
  return !indexed && windows.every(({ strides }) => strides[outer] === strides[inner]! * extents[inner]!);
}

function join(product: Product, outer: number, inner: number): Product {
  const extents = [...product.extents];
  extents[inner]! *= extents[outer]!;
  const joined = product.extents[inner] === 1 ? replace(product, inner, outer) : product;
  return select({ ...joined, extents }, without(product, outer));
}

/** A dimension of one, whose stride means nothing and whose index is 0, becomes like another one. */
function replace(product: Product, one: number, other: number): Product {
  return rewrite(product, {
    window: (window) => ({
      ...window,
      strides: window.strides.map((stride, d) => (d === one ? window.strides[other]! : stride)),
    }),
    index: (index) => {
      if (index.dimension === one) return constant('int32', 0);
      return index.dimension === other ? { ...index, dimension: one } : index;
    },
  });
}

const without = ({ extents }: Product, dropped: number): number[] =>
  extents.map((_, d) => d).filter((d) => d !== dropped);

/** The dimensions to keep, in their new order. What is left out has extent 1 or is not indexed. */
function select(product: Product, order: readonly number[]): Product {
  const selected = rewrite(product, {
    window: (window) => ({ ...window, strides: order.map((d) => window.strides[d]!) }),
    index: (index) => {
      const dimension = order.indexOf(index.dimension);
      return dimension < 0 ? constant('int32', 0) : { ...index, dimension };
    },
  });
  return { ...selected, extents: order.map((d) => product.extents[d]!) };
}

type Rules = Required<Pick<LeafRules, 'window'>> & Pick<LeafRules, 'index'>;

export function rewrite(product: Product, rules: Rules): Product {
  return {
    ...product,
    a: rules.window(product.a),
    b: rules.window(product.b),
    stores: rewriteStores(product.stores, rules),
  };
}

function rewriteStores(stores: readonly Store[], rules: Rules): Store[] {
  const expression = rewriter(rules);
  return stores.map(({ type, window, value }) => ({
    type,
    window: rules.window(window),
    value: expression(value),
  }));
}
