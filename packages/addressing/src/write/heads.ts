import * as tf from '@tensorflow/tfjs';

/** One tensor a head: `[batch, heads, n]` to `heads` times `[batch, 1, n]`. */
export function perHead(values: tf.Tensor3D): tf.Tensor3D[] {
  const heads = values.shape[1];
  return heads === 1 ? [values] : values.split(heads, 1);
}

/**
 * M * prod_h (1 - removed(h)), each share `[batch, places, width or 1]`. A chain of products: the gradient of tf.prod
 * needs a cumulative product, which has none itself.
 */
export function keep(memory: tf.Tensor3D, removed: readonly tf.Tensor3D[]): tf.Tensor3D {
  return removed.reduce((rest, share) => rest.mul(tf.sub(1, share)), memory);
}

/** sum_h w(h, i) v(h): `[batch, heads, places]` and `[batch, heads, width]` to `[batch, places, width]`. */
export function spread(weighting: tf.Tensor3D, vectors: tf.Tensor3D): tf.Tensor3D {
  return tf.matMul(weighting, vectors, true, false);
}
