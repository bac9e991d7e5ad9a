import { slice_util, util } from '@tensorflow/tfjs';
import { broadcastTo, reverse, sizeOf, slice, transpose, type View } from '../graph/view.js';
import { axesOf, type KernelCall, type LoweringTable } from './lowering.js';

/** tfjs kernels that only look at elements in another way: windows wherever a window expresses the result. */

/** Cuts the view into pieces of the given extents along an axis. */
function split(view: View, axis: number, extents: readonly number[]): View[] {
  let begin = 0;
  return extents.map((extent) => {
    const piece = slice(
      view,
      view.shape.map((_, d) => (d === axis ? begin : 0)),
      view.shape.map((whole, d) => (d === axis ? extent : whole)),
    );
    begin += extent;
    return piece;
  });
}

function tile({ inputs: { x }, attributes, builder }: KernelCall): View {
  const repeats = attributes.reps as readonly number[];
  const { shape } = x!;
  const tiled = shape.map((extent, d) => extent * repeats[d]!);
  if (shape.every((extent, d) => extent === 1 || repeats[d] === 1)) return broadcastTo(x!, tiled);
  const space = shape.flatMap((extent, d) => [repeats[d]!, extent]);
  const strides = x!.strides.flatMap((stride) => [0, stride]);
  return builder.reshape({ ...x!, shape: space, strides }, tiled);
}

function stridedSlice({ inputs: { x }, attributes, builder }: KernelCall): View {
  const number = (name: string): number => attributes[name] as number;
  const list = (name: string): number[] => attributes[name] as number[];
  const info = slice_util.sliceInfo(
    [...x!.shape],
    list('begin'),
    list('end'),
    list('strides'),
    number('beginMask'),
    number('endMask'),
    number('ellipsisMask'),
    number('newAxisMask'),
    number('shrinkAxisMask'),
  );
  if (info.isIdentity) return builder.reshape(x!, info.finalShape);
  const sizes = slice_util.computeOutShape(info.begin, info.end, info.strides);
  return builder.reshape(slice(x!, info.begin, sizes, info.strides), info.finalShape);
}

/** What `tf.slice` cuts out: a size of -1 is all the rest. @throws Error for sizes below */
function sliceOf(x: View, begin: number[], size: number[]): View {
  const of = { shape: [...x.shape], rank: x.shape.length } as never;
  const [from, extents] = slice_util.parseSliceParams(of, begin, size);
  return slice(x, from!, extents!);
}

/** Blocks of the batch become blocks in space: a reshape, a transposition and a cut (tfjs, BatchToSpaceND). */
function batchToSpace({ inputs: { x }, attributes, builder }: KernelCall): View {
  const block = attributes.blockShape as readonly number[];
  const crops = attributes.crops as readonly (readonly [number, number])[];
  const [batch, ...rest] = x!.shape as [number, ...number[]];
  const count = block.reduce((product, extent) => product * extent, 1);
  const space = builder.reshape(x!, [...block, batch / count, ...rest]);
  const blocks = block.length;
  const order = [
    blocks,
    ...block.flatMap((_, d) => [blocks + 1 + d, d]),
    ...rest.slice(blocks).map((_, d) => 2 * blocks + 1 + d),
  ];
  const whole = builder.reshape(transpose(space, order), [
    batch / count,
    ...rest.map((extent, d) => extent * (block[d] ?? 1)),
  ]);
  return sliceOf(
    whole,
    whole.shape.map((_, d) => crops[d - 1]?.[0] ?? 0),
    whole.shape.map((extent, d) => extent - (crops[d - 1]?.[0] ?? 0) - (crops[d - 1]?.[1] ?? 0)),
  );
}

function depthToSpace({ inputs: { x }, attributes, builder }: KernelCall): View {
  const size = attributes.blockSize as number;
  const [batch, ...rest] = x!.shape as [number, number, number, number];
  const channelsLast = attributes.dataFormat !== 'NCHW';
  const [height, width, depth] = channelsLast ? rest : [rest[1], rest[2], rest[0]];
  const order = channelsLast ? [0, 1, 2, 3] : [0, 2, 3, 1];
  const nhwc = transpose(x!, order);
  const blocks = builder.reshape(nhwc, [batch, height!, width!, size, size, depth! / size / size]);
  const spread = builder.reshape(transpose(blocks, [0, 1, 3, 2, 4, 5]), [
    batch,
    height! * size,
    width! * size,
    depth! / size / size,
  ]);
  return channelsLast ? spread : transpose(spread, [0, 3, 1, 2]);
}

export const shapes: LoweringTable = {
  Identity: ({ inputs: { x } }) => x!,

  Reshape: ({ inputs: { x }, attributes, builder }) => {
    const size = sizeOf(x!.shape);
    return builder.reshape(x!, util.inferFromImplicitShape(attributes.shape as number[], size));
  },

  ExpandDims: ({ inputs: { input }, attributes, builder }) => {
    const dimension = attributes.dim as number;
    const at = dimension < 0 ? dimension + input!.shape.length + 1 : dimension;
    return builder.reshape(input!, [...input!.shape.slice(0, at), 1, ...input!.shape.slice(at)]);
  },

  Transpose: ({ inputs: { x }, attributes }) => transpose(x!, attributes.perm as number[]),

  Reverse: ({ inputs: { x }, attributes }) => reverse(x!, axesOf(attributes.dims, x!.shape.length)),

  FlipLeftRight: ({ inputs: { image } }) => reverse(image!, [2]),

  BroadcastTo: ({ inputs: { x }, attributes }) => broadcastTo(x!, attributes.shape as number[]),

  Tile: tile,

  Slice: ({ inputs: { x }, attributes }) =>
    sliceOf(x!, attributes.begin as number[], attributes.size as number[]),

  StridedSlice: stridedSlice,

  SplitV: ({ inputs: { x }, attributes }) => {
    const axis = axesOf(attributes.axis, x!.shape.length)[0]!;
    const request = attributes.numOrSizeSplits as number | number[];
    const whole = x!.shape[axis]!;
    if (typeof request === 'number') {
      return split(
        x!,
        axis,
        Array.from({ length: request }, () => whole / request),
      );
    }
    // One of the extents may be -1: what the others leave.
    const known = request.filter((extent) => extent >= 0).reduce((sum, extent) => sum + extent, 0);
    return split(
      x!,
      axis,
      request.map((extent) => (extent < 0 ? whole - known : extent)),
    );
  },

  Unpack: ({ inputs: { value }, attributes }) => {
    const axis = axesOf(attributes.axis, value!.shape.length)[0]!;
    const without = <T>(list: readonly T[]): T[] => list.filter((_, d) => d !== axis);
    return Array.from({ length: value!.shape[axis]! }, (_, i) => ({
      value: value!.value,
      shape: without(value!.shape),
      offset: value!.offset + i * value!.strides[axis]!,
      strides: without(value!.strides),
    }));
  },

  BatchToSpaceND: batchToSpace,
  DepthToSpace: depthToSpace,
};
