import * as tf from '@tensorflow/tfjs';
import { cut, withRank, type Operands } from '../operand.js';
import { operations, type Operation } from './operation.js';

/** Two matrices, or batches of them, whose product exists under the given transpositions. */
function factors(
  o: Operands,
  a: tf.Tensor,
  b: tf.Tensor,
  [first, second]: readonly [boolean, boolean],
): [tf.Tensor, tf.Tensor] {
  const rank = Math.max(a.rank, b.rank, 2);
  const [x, y] = [withRank(a, rank, rank), withRank(b, rank, rank)];
  const inner = { x: rank - (first ? 2 : 1), y: rank - (second ? 1 : 2) };
  const common = Math.min(x.shape[inner.x]!, y.shape[inner.y]!);
  const fitted = (z: tf.Tensor, other: tf.Tensor, d: number): tf.Tensor =>
    cut(
      z,
      z.shape.map((extent, i) => {
        if (i === d) return common;
        const facing = other.shape[i]!;
        return i >= rank - 2 || extent === 1 || facing === 1 ? extent : Math.min(extent, facing);
      }),
    );
  const [p, q] = [fitted(x, y, inner.x), fitted(y, x, inner.y)];
  const repeats = (z: tf.Tensor, other: tf.Tensor): boolean =>
    z.shape
      .slice(0, -2)
      .some((extent, d) => extent === 1 && other.shape[d]! > 1 && z.shape.slice(0, d).some((e) => e > 1));
  // What is repeated along a dimension of the batch behind one that it has, tfjs pairs wrongly.
  if (repeats(p, q) || repeats(q, p)) {
    const first = (z: tf.Tensor): tf.Tensor =>
      cut(
        z,
        z.shape.map((extent, d) => (d < rank - 2 ? Math.min(extent, 1) : extent)),
      );
    return [first(p), first(q)];
  }
  // tfjs has no gradient of products that broadcast over the batch.
  if (!o.differentiated) return [p, q];
  const single = (z: tf.Tensor): tf.Tensor =>
    tf.reshape(
      cut(
        z,
        z.shape.map((e, i) => (i < rank - 2 ? Math.min(e, 1) : e)),
      ),
      [-1, ...z.shape.slice(-1)],
    );
  return p.shape.slice(0, -2).join() === q.shape.slice(0, -2).join() ? [p, q] : [single(p), single(q)];
}

function product(o: Operands, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const transposed = [o.flag, o.flag] as const;
  return tf.matMul(...factors(o, a, b, transposed), ...transposed);
}

function fused(o: Operands): tf.Tensor {
  const transposed = [o.flag, o.flag] as const;
  const [p, q] = factors(o, withRank(o.float(), 2, 2), withRank(o.float(), 2, 2), transposed);
  const columns = q.shape[transposed[1] ? 0 : 1]!;
  const row = (): tf.Tensor => tf.fill([columns], 0.5);
  const activation = o.of(['linear', 'relu', 'sigmoid', 'elu', 'relu6', 'leakyrelu', 'prelu'] as const);
  // tfjs has no gradient of the others here.
  const smooth = o.differentiated ? 'relu' : activation;
  return tf.fused.matMul({
    a: p,
    b: q,
    transposeA: transposed[0],
    transposeB: transposed[1],
    activation: smooth,
    ...(o.flag ? { bias: row() } : {}),
    ...(smooth === 'prelu' ? { preluActivationWeights: row() } : {}),
  });
}

function einsum(o: Operands): tf.Tensor {
  const a = withRank(o.float(), 2, 2);
  const b = withRank(o.float(), 2, 2);
  const n = Math.min(a.shape[1]!, b.shape[0]!);
  const [p, q] = [cut(a, [a.shape[0]!, n]), cut(b, [n, b.shape[1]!])];
  switch (o.below(5)) {
    case 0:
      return tf.einsum('ij,jk->ik', p, q);
    case 1:
      return tf.einsum('ij->ji', p);
    case 2:
      return tf.einsum('ij,jk->ijk', p, q);
    case 3:
      return tf.einsum('ij->j', p);
    default:
      return tf.einsum('ij,jk->i', p, q);
  }
}

export const matrix: readonly Operation[] = [
  ...operations(true, 'grid', {
    matMul: (o) => product(o, o.float(), o.float()),
    fusedMatMul: fused,
  }),
  ...operations(false, 'grid', {
    matMulOfIntegers: (o) => product(o, withRank(o.int(), 2, 3), withRank(o.int(), 2, 3)),
    einsum,
  }),
  ...operations(true, 'rounded', {
    batchNorm: (o) => {
      const x = withRank(o.float(), 2, 4) as tf.Tensor4D;
      const channel = tf.slice(tf.reshape(x, [-1, x.shape.at(-1)!]), [0, 0], [1, x.shape.at(-1)!]);
      const row = tf.reshape(channel, [-1]) as tf.Tensor1D;
      // Without them tfjs's own gradient fails.
      return tf.batchNorm(x, row, tf.add(tf.square(row), 0.5), tf.sin(row), tf.cos(row));
    },
  }),
];
