import * as tf from '@tensorflow/tfjs';
import { places, withRank, type Operands } from '../operand.js';
import { operations, type Operation } from './operation.js';

/** `[count, depth]` places within a shape. */
function placesIn(o: Operands, shape: readonly number[]): tf.Tensor2D {
  const numbers = tf.reshape(o.int(), [-1]);
  const columns = shape.map((extent, d) => places(tf.add(numbers, tf.scalar(d, 'int32')), extent));
  return tf.stack(columns, 1) as tf.Tensor2D;
}

/** Numbers for `count` rows of the given shape. */
function rowsFor(o: Operands, of: 'float' | 'int', count: number, row: readonly number[]): tf.Tensor {
  const x = tf.reshape(occupied(of === 'float' ? o.exactFloat() : o.int()), [-1]);
  const size = count * row.reduce((product, extent) => product * extent, 1);
  const enough = tf.tile(x, [Math.ceil(size / x.size)]);
  return tf.reshape(tf.slice(enough, [0], [size]), [count, ...row]);
}

function largest(o: Operands): { values: tf.Tensor; indices: tf.Tensor } {
  const x = withRank(o.exactNumber(), 1, 3);
  return tf.topk(x, o.below(x.shape.at(-1)! + 1));
}

/** Where places are to be found, there must be some. */
const occupied = (x: tf.Tensor): tf.Tensor =>
  x.size > 0
    ? x
    : tf.ones(
        x.shape.map((e) => Math.max(e, 1)),
        x.dtype,
      );

export const indexing: readonly Operation[] = [
  ...operations(true, 'exact', {
    gather: (o) => {
      const x = occupied(withRank(o.any(), 1, 3));
      const axis = o.below(x.rank);
      const indices = places(withRank(o.int(), 0, 2), x.shape[axis]!);
      return tf.gather(x, indices, axis);
    },
  }),
  ...operations(true, 'grid', {
    segmentSum: (o) => {
      const x = withRank(o.float(), 1, 3);
      const ids = tf.slice(
        tf.tile(tf.reshape(occupied(o.int()), [-1]), [x.shape[0]! + 1]),
        [0],
        [x.shape[0]!],
      );
      return tf.unsortedSegmentSum(x, places(ids, 3) as tf.Tensor1D, 3 + o.below(2));
    },
  }),
  ...operations(false, 'exact', {
    gatherOfBatch: (o) => {
      const x = occupied(withRank(o.any(), 2, 3));
      const indices = places(rowsFor(o, 'int', x.shape[0]!, [1 + o.below(3)]), x.shape[1]!);
      return tf.gather(x, indices, 1, 1);
    },
    gatherNd: (o) => {
      const x = occupied(withRank(o.any(), 1, 3));
      return tf.gatherND(x, placesIn(o, x.shape.slice(0, 1 + o.below(x.rank))));
    },
    oneHot: (o) => tf.oneHot(places(o.int(), 4), 3 + o.below(2), 1, 0, o.of(['float32', 'int32'] as const)),
    tensorScatterUpdate: (o) => {
      const x = occupied(withRank(o.exactNumber(), 1, 3));
      const depth = 1 + o.below(x.rank);
      const indices = placesIn(o, x.shape.slice(0, depth));
      const type = x.dtype === 'float32' ? 'float' : 'int';
      // tfjs's cpu backend writes into the tensor that it is given, so it gets a copy.
      const copy = tf.add(x, tf.scalar(0, x.dtype as 'float32'));
      return tf.tensorScatterUpdate(copy, indices, rowsFor(o, type, indices.shape[0], x.shape.slice(depth)));
    },
    sparseToDense: (o) => {
      const indices = placesIn(o, [3, 4]);
      const type = o.of(['float', 'int'] as const);
      const updates = rowsFor(o, type, indices.shape[0], []);
      return tf.sparseToDense(indices, updates, [3, 4], tf.scalar(2, updates.dtype as 'float32'));
    },
    topValues: (o) => largest(o).values,
    topIndices: (o) => largest(o).indices,
    searchSorted: (o) => {
      const x = withRank(o.exactNumber(), 2, 2);
      const sorted = tf.cumsum(tf.abs(x), 1);
      const values = rowsFor(o, x.dtype === 'float32' ? 'float' : 'int', x.shape[0]!, [3]);
      return tf.searchSorted(sorted, values, o.of(['left', 'right'] as const));
    },
  }),
  ...operations(false, 'grid', {
    scatterNd: (o) => {
      const shape = [3, 2, 2];
      const depth = 1 + o.below(3);
      const indices = placesIn(o, shape.slice(0, depth));
      const updates = rowsFor(o, o.of(['float', 'int'] as const), indices.shape[0], shape.slice(depth));
      return tf.scatterND(indices, updates, shape);
    },
    bincount: (o) => {
      const x = places(tf.reshape(o.int(), [-1]), 6);
      return tf.bincount(x as tf.Tensor1D, weights(o, x) as tf.Tensor1D, o.below(7));
    },
    denseBincount: (o) => {
      const x = places(withRank(o.int(), 1, 2), 6);
      return tf.denseBincount(x as tf.Tensor2D, weights(o, x) as tf.Tensor2D, o.below(7), o.flag);
    },
  }),
];

/** None, or one for each element. */
function weights(o: Operands, x: tf.Tensor): tf.Tensor {
  const type = o.of(['float', 'int'] as const);
  const each = rowsFor(o, type, x.size, []);
  return o.flag && each.size > 0
    ? tf.reshape(each, x.shape)
    : tf.zeros([0], type === 'float' ? 'float32' : 'int32');
}
