import { broadcastTo, sizeOf, wholeView, type View } from '../graph/view.js';
import { binary, cast, constant, select } from '../ir/build.js';
import type { Expression } from '../ir/expression.js';
import { axesOf, type KernelCall, type LoweringTable } from './lowering.js';

/**
 * tfjs kernels that choose elements by computed places. Places outside the range are clamped to it (tfjs's cpu
 * backend throws for gather, which a compiled program cannot).
 */

const integer = (value: number): Expression => constant('int32', value);

/** `x` along `axis` at `indices`; `batchDims` leading dimensions are shared by both. */
export function gather({ name, inputs: { x, indices }, attributes, builder }: KernelCall): View {
  const axis = axesOf(attributes.axis, x!.shape.length)[0]!;
  const shared = (attributes.batchDims as number | undefined) ?? 0;
  const source = x!.value.origin.kind === 'uniform' ? builder.copy(x!) : x!;
  const before = source.shape.slice(0, axis);
  const middle = indices!.shape.slice(shared);
  const after = source.shape.slice(axis + 1);
  const shape = [...before, ...middle, ...after];
  const output = wholeView(builder.value(source.value.type, sizeOf(shape)), shape);
  const none = (list: readonly number[]): number[] => list.map(() => 0);
  const place = builder.load({
    ...indices!,
    shape,
    strides: [
      ...indices!.strides.slice(0, shared),
      ...none(before.slice(shared)),
      ...indices!.strides.slice(shared),
      ...none(after),
    ],
  });
  builder.store(name, output, {
    kind: 'gather',
    type: source.value.type,
    window: {
      buffer: source.value.id,
      offset: source.offset,
      strides: [...source.strides.slice(0, axis), ...none(middle), ...source.strides.slice(axis + 1)],
    },
    place: cast('int32', place),
    stride: source.strides[axis]!,
    bound: source.shape[axis]!,
  });
  return output;
}

/** `x` at places given by the last dimension of `indices`. */
function gatherNd({ name, inputs: { params, indices }, builder }: KernelCall): View {
  const source = builder.contiguous(params!);
  const depth = indices!.shape.at(-1)!;
  const outer = indices!.shape.slice(0, -1);
  const rest = source.shape.slice(depth);
  const shape = [...outer, ...rest];
  const place = Array.from({ length: depth }, (_, d): Expression => {
    const index = builder.load({
      ...indices!,
      offset: indices!.offset + d * indices!.strides.at(-1)!,
      shape,
      strides: [...indices!.strides.slice(0, -1), ...rest.map(() => 0)],
    });
    return binary('mul', index, integer(source.strides[d]!));
  }).reduce((sum, term) => binary('add', sum, term), integer(0));
  const output = wholeView(builder.value(source.value.type, sizeOf(shape)), shape);
  builder.store(name, output, {
    kind: 'gather',
    type: source.value.type,
    window: {
      buffer: source.value.id,
      offset: source.offset,
      strides: [...outer.map(() => 0), ...source.strides.slice(depth)],
    },
    place,
    stride: 1,
    bound: source.value.size,
  });
  return output;
}

/**
 * Each segment sums the rows of `x` that carry its number: as in tfjs, all rows times 1 or 0, so that what is not a
 * number reaches every segment.
 */
function segmentSum({ name, inputs: { x, segmentIds }, attributes, builder }: KernelCall): View {
  const segments = attributes.numSegments as number;
  const count = sizeOf(segmentIds!.shape);
  const rest = x!.shape.slice(segmentIds!.shape.length);
  const rows = builder.reshape(x!, [count, ...rest]);
  const ids = builder.reshape(segmentIds!, [count]);
  // Index space [segments, ...rest] x [count].
  const outer = [segments, ...rest];
  const element = builder.load({ ...rows, strides: [0, ...rows.strides.slice(1), rows.strides[0]!] });
  const id = builder.load({ ...ids, strides: [...outer.map(() => 0), ids.strides[0]!] });
  const here: Expression = { kind: 'index', type: 'int32', dimension: 0 };
  const isMember = cast('float32', binary('equal', cast('int32', id), here));
  const value = binary('mul', isMember, cast('float32', element));
  return builder.rows(name, outer, [count], 'float32', [
    { kind: 'accumulate', first: 0, accumulators: [{ reduction: 'sum', value }] },
    () => ({ kind: 'accumulator', type: 'float32', index: 0 }),
  ]);
}

function oneHot({ name, inputs: { indices }, attributes, builder }: KernelCall): View {
  const { depth, onValue, offValue, dtype } = attributes as {
    depth: number;
    onValue: number;
    offValue: number;
    dtype?: 'float32' | 'int32' | 'bool';
  };
  const shape = [...indices!.shape, depth];
  const spread: View = { ...indices!, shape: [...indices!.shape, 1], strides: [...indices!.strides, 0] };
  const type = dtype ?? 'int32';
  const here: Expression = { kind: 'index', type: 'int32', dimension: indices!.shape.length };
  return builder.map(
    name,
    [broadcastTo(spread, shape)],
    (index) =>
      select(binary('equal', cast('int32', index!), here), constant(type, onValue), constant(type, offValue)),
    shape,
  );
}

export const gathering: LoweringTable = {
  GatherV2: gather,
  GatherNd: gatherNd,
  UnsortedSegmentSum: segmentSum,
  OneHot: oneHot,
};
