import type { View } from '../graph/view.js';
import { binary, cast, constant, select } from '../ir/build.js';
import type { Expression } from '../ir/expression.js';
import { commonType } from './elementwise.js';
import { gather } from './gather.js';
import type { KernelCall, LoweringTable } from './lowering.js';

/** tfjs kernels that sort, in n^2 comparisons that need no order in time: what fits sizes of memories and beams. */

const index = (dimension: number): Expression => ({ kind: 'index', type: 'int32', dimension });
const sum: Expression = { kind: 'accumulator', type: 'int32', index: 0 };

/**
 * The k largest elements along the last dimension, the first of equal ones first. The rank of an element is the number
 * of elements before it; then each place of the result looks for the element of its rank.
 */
function topK({ name, inputs: { x }, attributes, builder }: KernelCall): View[] {
  const k = attributes.k as number;
  const outer = x!.shape.slice(0, -1);
  const n = x!.shape.at(-1)!;
  const rank = outer.length;
  const along = x!.strides.at(-1)!;
  const rest = x!.strides.slice(0, -1);
  const space = [...outer, n, n];
  const one = builder.load({ ...x!, shape: space, strides: [...rest, along, 0] });
  const other = builder.load({ ...x!, shape: space, strides: [...rest, 0, along] });
  const isBefore = binary(
    'or',
    binary('greater', other, one),
    binary('and', binary('equal', other, one), binary('less', index(rank + 1), index(rank))),
  );
  const ranks = builder.rows(name, [...outer, n], [n], 'int32', [
    { kind: 'accumulate', first: 0, accumulators: [{ reduction: 'sum', value: cast('int32', isBefore) }] },
    () => sum,
  ]);
  const isHere = binary(
    'equal',
    builder.load({ ...ranks, shape: [...outer, k, n], strides: [...ranks.strides.slice(0, -1), 0, 1] }),
    index(rank),
  );
  const indices = builder.rows(name, [...outer, k], [n], 'int32', [
    {
      kind: 'accumulate',
      first: 0,
      accumulators: [{ reduction: 'sum', value: select(isHere, index(rank + 1), constant('int32', 0)) }],
    },
    () => sum,
  ]);
  const values = gather({
    name,
    inputs: { x: x!, indices },
    attributes: { axis: rank, batchDims: rank },
    builder,
  });
  return [values, indices];
}

/** The place of each value in the sorted sequence of its row: how many elements come before it. */
function searchSorted({ name, inputs, attributes, builder }: KernelCall): View {
  const { sortedSequence: sequence, values } = inputs;
  const [rows, length] = sequence!.shape as [number, number];
  const count = values!.shape[1]!;
  const space = [rows, count, length];
  const type = commonType(sequence!.value.type, values!.value.type);
  const [row, column] = sequence!.strides as [number, number];
  const element = cast(type, builder.load({ ...sequence!, shape: space, strides: [row, 0, column] }));
  const value = cast(type, builder.load({ ...values!, shape: space, strides: [...values!.strides, 0] }));
  const isBefore = binary(attributes.side === 'left' ? 'less' : 'lessEqual', element, value);
  return builder.rows(name, [rows, count], [length], 'int32', [
    { kind: 'accumulate', first: 0, accumulators: [{ reduction: 'sum', value: cast('int32', isBefore) }] },
    () => sum,
  ]);
}

export const ordering: LoweringTable = { TopK: topK, SearchSorted: searchSorted };
