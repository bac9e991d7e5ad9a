import type { GraphBuilder } from '../graph/builder.js';
import { sizeOf, slice, transpose, wholeView, type View } from '../graph/view.js';
import { binary, constant, select } from '../ir/build.js';
import type { ElementType, Expression } from '../ir/expression.js';
import { listOf, type KernelCall, type LoweringTable } from './lowering.js';
import { commonType } from './elementwise.js';

/** tfjs kernels that put several views, or a view and a border, together: stores through windows of the result. */

function fresh(builder: GraphBuilder, type: ElementType, shape: readonly number[]): View {
  return wholeView(builder.value(type, sizeOf(shape)), shape);
}

function concat(builder: GraphBuilder, name: string, axis: number, views: readonly View[]): View {
  // tfjs leaves out empty parts, whatever their other extents.
  const parts = views.filter((view) => sizeOf(view.shape) > 0);
  if (parts.length === 1) return parts[0]!;
  const like = parts[0] ?? views[0]!;
  const extents = parts.map((view) => view.shape[axis]!);
  const total =
    parts.length > 0
      ? extents.reduce((sum, extent) => sum + extent, 0)
      : views.reduce((sum, view) => sum + view.shape[axis]!, 0);
  const type = views.map((view) => view.value.type).reduce(commonType);
  const output = fresh(
    builder,
    type,
    like.shape.map((extent, d) => (d === axis ? total : extent)),
  );
  let begin = 0;
  for (const part of parts) {
    const window = slice(
      output,
      output.shape.map((_, d) => (d === axis ? begin : 0)),
      part.shape,
    );
    builder.copyInto(name, window, part.value.type === type ? part : builder.cast(type, part));
    begin += part.shape[axis]!;
  }
  return output;
}

type Paddings = readonly (readonly [number, number])[];

/** The border is written slab by slab, so no element is written twice. */
function pad(builder: GraphBuilder, name: string, x: View, paddings: Paddings, fill: number): View {
  const shape = x.shape.map((extent, d) => paddings[d]![0] + extent + paddings[d]![1]);
  if (shape.every((extent, d) => extent === x.shape[d])) return x;
  const output = fresh(builder, x.value.type, shape);
  const number = constant(x.value.type, fill);
  const begin = shape.map(() => 0);
  const size = [...shape];
  for (let d = 0; d < shape.length; d++) {
    const [before, after] = paddings[d]!;
    const inside = x.shape[d]!;
    const slab = (from: number, extent: number): void => {
      const start = begin.map((b, i) => (i === d ? from : b));
      const sizes = size.map((s, i) => (i === d ? extent : s));
      builder.store(name, slice(output, start, sizes), number);
    };
    slab(0, before);
    slab(before + inside, after);
    begin[d] = before;
    size[d] = inside;
  }
  builder.copyInto(name, slice(output, begin, size), x);
  return output;
}

/** Reads the element that the border mirrors, by its computed place. */
function mirrorPad({ name, inputs: { x }, attributes, builder }: KernelCall): View {
  const paddings = attributes.paddings as Paddings;
  const offset = attributes.mode === 'reflect' ? 0 : 1;
  const source = builder.contiguous(x!);
  const shape = x!.shape.map((extent, d) => paddings[d]![0] + extent + paddings[d]![1]);
  const integer = (value: number): Expression => constant('int32', value);
  const place = shape
    .map((_, d): Expression => {
      const before = paddings[d]![0];
      const extent = x!.shape[d]!;
      const index: Expression = { kind: 'index', type: 'int32', dimension: d };
      const inside = binary('sub', index, integer(before));
      const low = binary('sub', integer(-offset), inside);
      const high = binary('sub', integer(2 * (extent - 1) + offset), inside);
      const mirrored = select(
        binary('less', inside, integer(0)),
        low,
        select(binary('greaterEqual', inside, integer(extent)), high, inside),
      );
      return binary('mul', mirrored, integer(source.strides[d]!));
    })
    .reduce((sum, term) => binary('add', sum, term));
  const output = fresh(builder, x!.value.type, shape);
  builder.store(name, output, {
    kind: 'gather',
    type: x!.value.type,
    window: { buffer: source.value.id, offset: source.offset, strides: shape.map(() => 0) },
    place,
    stride: 1,
    bound: source.value.size,
  });
  return output;
}

/** Blocks in space become blocks of the batch (tfjs, SpaceToBatchND). */
function spaceToBatch({ name, inputs: { x }, attributes, builder }: KernelCall): View {
  const block = attributes.blockShape as readonly number[];
  const given = attributes.paddings as Paddings;
  const paddings = x!.shape.map((_, d): readonly [number, number] => given[d - 1] ?? [0, 0]);
  const padded = pad(builder, name, x!, paddings, 0);
  const [batch, ...rest] = padded.shape as [number, ...number[]];
  const blocks = block.length;
  const split = builder.reshape(padded, [
    batch,
    ...rest.flatMap((extent, d) => (d < blocks ? [extent / block[d]!, block[d]!] : [extent])),
  ]);
  const order = [
    ...block.map((_, d) => 2 + 2 * d),
    0,
    ...block.map((_, d) => 1 + 2 * d),
    ...rest.slice(blocks).map((_, d) => 2 * blocks + 1 + d),
  ];
  return builder.reshape(transpose(split, order), [
    batch * block.reduce((product, extent) => product * extent, 1),
    ...rest.map((extent, d) => extent / (block[d] ?? 1)),
  ]);
}

export const assemble: LoweringTable = {
  Concat: ({ name, inputs, attributes, builder }) => {
    const views = listOf(inputs);
    const axis = attributes.axis as number;
    return concat(builder, name, axis < 0 ? axis + views[0]!.shape.length : axis, views);
  },

  Pack: ({ name, inputs, attributes, builder }) => {
    const views = listOf(inputs);
    const axis = attributes.axis as number;
    const at = axis < 0 ? axis + views[0]!.shape.length + 1 : axis;
    const expanded = views.map((view) => ({
      ...view,
      shape: [...view.shape.slice(0, at), 1, ...view.shape.slice(at)],
      strides: [...view.strides.slice(0, at), 0, ...view.strides.slice(at)],
    }));
    return concat(builder, name, at, expanded);
  },

  PadV2: ({ name, inputs: { x }, attributes, builder }) =>
    pad(builder, name, x!, attributes.paddings as Paddings, attributes.constantValue as number),

  MirrorPad: mirrorPad,

  Diag: ({ name, inputs: { x }, builder }) => {
    const size = sizeOf(x!.shape);
    const column = builder.reshape(x!, [size, 1]);
    const [row, other] = [0, 1].map((dimension): Expression => ({ kind: 'index', type: 'int32', dimension }));
    const matrix = builder.map(
      name,
      [column],
      (element) => select(binary('equal', row!, other!), element!, constant(element!.type, 0)),
      [size, size],
    );
    return builder.reshape(matrix, [...x!.shape, ...x!.shape]);
  },

  /** The shape that two shapes broadcast to; whether they do is not checked. */
  BroadcastArgs: ({ name, inputs: { s0, s1 }, builder }) => {
    const rank = Math.max(s0!.shape[0]!, s1!.shape[0]!);
    const [a, b] = [s0!, s1!].map((shape) => pad(builder, name, shape, [[rank - shape.shape[0]!, 0]], 1));
    return builder.map(name, [a!, b!], (x, y) => select(binary('equal', x!, constant(x!.type, 1)), y!, x!));
  },

  SpaceToBatchND: spaceToBatch,
};
