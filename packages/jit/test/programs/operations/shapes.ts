import * as tf from '@tensorflow/tfjs';
import { alike, cut, small, withRank, type Operands } from '../operand.js';
import { byKernel, operations, type Operation } from './operation.js';

/** Extents of a slice along each dimension, and where it begins. */
function part(o: Operands, shape: readonly number[]): { begin: number[]; size: number[] } {
  const begin = shape.map((extent) => (o.flag ? o.below(extent) : 0));
  return {
    begin,
    size: shape.map((extent, d) => extent - begin[d]! - (o.flag ? o.below(extent - begin[d]!) : 0)),
  };
}

/** The elements as a shape of the same size, with one dimension cut in two, two joined, or all of them. */
function reshaped(o: Operands, x: tf.Tensor): tf.Tensor {
  const { shape } = x;
  const d = o.below(Math.max(x.rank, 1));
  switch (o.below(3)) {
    case 0:
      return tf.reshape(x, [x.size]);
    case 1:
      return x.rank < 2
        ? tf.expandDims(x, d)
        : tf.reshape(x, [...shape.slice(0, -2), shape.at(-2)! * shape.at(-1)!]);
    default: {
      const extent = shape[d] ?? 1;
      const divisor = [3, 2].find((n) => extent > 0 && extent % n === 0) ?? 1;
      return tf.reshape(x, [...shape.slice(0, d), divisor, extent / divisor, ...shape.slice(d + 1)]);
    }
  }
}

function paddings(
  o: Operands,
  shape: readonly number[],
  most: (extent: number) => number,
): [number, number][] {
  return shape.map((extent) => [o.below(most(extent) + 1), o.below(most(extent) + 1)]);
}

/** `[batch, height, width, channels]` with even height and width. */
function image(of: tf.Tensor): tf.Tensor4D {
  const x = withRank(of, 4, 4);
  return tf.tile(x, [1, 2, 2, 1]) as tf.Tensor4D;
}

export const shapes: readonly Operation[] = [
  ...operations(true, 'exact', {
    reshape: (o) => reshaped(o, o.any()),
    expandDims: (o) => {
      const x = o.any();
      return x.rank > 4 ? x : tf.expandDims(x, o.below(x.rank + 1) - (o.flag ? x.rank + 1 : 0));
    },
    squeeze: (o) => tf.squeeze(o.any()),
    transpose: (o) => {
      const x = withRank(o.any(), 2, 6);
      return tf.transpose(x, o.shuffled(x.shape.map((_, d) => d)));
    },
    reverse: (o) => {
      const x = o.any();
      return tf.reverse(
        x,
        x.shape.map((_, d) => d).filter(() => o.flag),
      );
    },
    broadcastTo: (o) => {
      const x = tf.expandDims(withRank(o.any(), 1, 3), 0);
      const shape = [2, ...x.shape.slice(1).map((extent) => (extent === 1 ? 3 : extent))];
      const broadcast = (): tf.Tensor => tf.broadcastTo(o.differentiated ? x : tf.squeeze(x, [0]), shape);
      return o.flag ? broadcast() : byKernel('BroadcastTo', { x }, broadcast, { shape, inputShape: x.shape });
    },
    tile: (o) => {
      const x = withRank(o.any(), 1, 4);
      return tf.tile(
        x,
        x.shape.map(() => 1 + o.below(3)),
      );
    },
    slice: (o) => {
      const x = withRank(o.any(), 1, 6);
      const { begin, size } = part(o, x.shape);
      return tf.slice(x, begin, size);
    },
    split: (o) => {
      const x = withRank(o.any(), 1, 6);
      const axis = o.below(x.rank);
      const extent = x.shape[axis]!;
      const first = o.below(extent + 1);
      return extent > 1 && o.flag ? tf.split(x, extent, axis) : tf.split(x, [first, extent - first], axis);
    },
    unstack: (o) => {
      const x = withRank(o.any(), 1, 6);
      const axis = o.below(x.rank);
      if (x.shape[axis] === 0) return x;
      // tfjs has no gradient for unstacking a single tensor.
      return tf.unstack(x.shape[axis] === 1 && o.differentiated ? tf.concat([x, x], axis) : x, axis);
    },
    stack: (o) => {
      const [a, b] = sameType(...alike(o.any(), o.any()));
      return tf.stack([a, b, a].slice(0, 1 + o.below(3)), o.below(a.rank + 1));
    },
    concat: (o) => {
      const [a, b] = sameType(...alike(o.any(), o.any()));
      const axis = o.below(a.rank);
      const short = cut(
        b,
        b.shape.map((extent, d) => (d === axis ? Math.min(extent, 1) : extent)),
      );
      return tf.concat([a, b, short], axis);
    },
    pad: (o) => {
      const x = withRank(o.number(), 1, 6);
      return tf.pad(
        x,
        paddings(o, x.shape, () => 2),
        o.of([0, 1, -2]),
      );
    },
    mirrorPad: (o) => {
      const x = withRank(o.number(), 1, 4);
      if (x.size === 0) return x;
      const mode = o.of(['reflect', 'symmetric'] as const);
      const border = (extent: number): number =>
        Math.max(0, Math.min(2, extent - (mode === 'reflect' ? 1 : 0)));
      return tf.mirrorPad(x, paddings(o, x.shape, border), mode);
    },
    spaceToBatch: (o) =>
      tf.spaceToBatchND(
        image(o.any()),
        [2, o.of([1, 2])],
        [
          [0, 0],
          o.of([
            [0, 0],
            [2, 0],
          ]),
        ],
      ),
    batchToSpace: (o) => {
      const x = tf.tile(withRank(o.any(), 4, 4), [4, 1, 1, 1]);
      return tf.batchToSpaceND(
        x,
        [2, 2],
        [
          [0, o.below(2)],
          [o.below(2), 0],
        ],
      );
    },
  }),
  ...operations(false, 'exact', {
    depthToSpace: (o) => tf.depthToSpace(tf.tile(withRank(o.float(), 4, 4), [1, 1, 1, 4]) as tf.Tensor4D, 2),
    flipLeftRight: (o) => tf.image.flipLeftRight(image(o.float())),
    stridedSlice: (o) => {
      const x = withRank(o.any(), 1, 4);
      const shrinks = o.flag && x.shape[0]! > 0;
      // Where tfjs's cpu backend drops a dimension, it takes the steps of the wrong ones.
      const strides = x.shape.map(() => (shrinks ? 1 : o.of([1, 2, -1, -2])));
      const begin = x.shape.map((extent, d) => (strides[d]! > 0 ? 0 : extent - 1));
      const end = x.shape.map((extent, d) => (strides[d]! > 0 ? extent : -extent - 1));
      const masks = [o.below(4), o.below(4), 0, 0, shrinks ? 1 : 0] as const;
      return tf.stridedSlice(x, begin, end, strides, ...masks);
    },
    diag: (o) => tf.diag(small(withRank(o.any(), 1, 2), 4)),
    broadcastArgs: (o) => {
      // Any two shapes that broadcast: one of them is ones, but for a part of the other.
      const x = tf.cast(tf.reshape(o.int(), [-1]), 'int32');
      const ones = tf.onesLike(x);
      return tf.broadcastArgs(
        o.flag ? x : tf.reverse(ones),
        tf.slice(ones, [0], [Math.min(x.size, 1 + o.below(3))]),
      );
    },
    fill: (o) => tf.fill(o.any().shape, o.of([0, 1, -2]), o.of(['float32', 'int32'] as const)),
    range: (o) => tf.range(o.of([0, 3]), o.of([5, 1, -2]), o.of([1, 2]), o.of(['float32', 'int32'] as const)),
    linspace: (o) => tf.linspace(o.of([0, 2]), o.of([4, 1]), 1 + 4 * o.below(2)),
  }),
];

/** Both with the wider one of their types. */
function sameType(a: tf.Tensor, b: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const order = ['bool', 'int32', 'float32'] as const;
  const type = order[Math.max(order.indexOf(a.dtype as 'bool'), order.indexOf(b.dtype as 'bool'))]!;
  return [tf.cast(a, type), tf.cast(b, type)];
}
