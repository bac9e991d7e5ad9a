import type { MatrixNode, RowNode } from '../graph/node.js';
import { extentsOf } from '../graph/access.js';
import { rewriter } from '../graph/rewrite.js';
import type { Expression } from '../ir/expression.js';

/** What a product makes of its sums, element by element, where these are known otherwise: without the product. */
export function withoutSum(node: MatrixNode, sum: Expression): RowNode {
  const rewrite = rewriter({ accumulator: () => sum });
  const stores = node.stores.map((store) => ({ ...store, value: rewrite(store.value) }));
  return {
    kind: 'row',
    outer: extentsOf(node),
    inner: [],
    passes: [{ kind: 'store', over: 'all', stores }],
    sources: node.sources,
  };
}
