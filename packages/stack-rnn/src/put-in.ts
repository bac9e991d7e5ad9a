import * as tf from '@tensorflow/tfjs';

/**
 * Adds something at one place.
 *
 * @param memory `[batch, memories, places, width]`
 * @param what `[batch, memories, 1, width]`
 */
export function putInAt(place: number, memory: tf.Tensor4D, what: tf.Tensor4D): tf.Tensor4D {
  const after = memory.shape[2] - place - 1;
  return tf.add(memory, tf.pad(what, [[0, 0], [0, 0], [place, after], [0, 0]])); // prettier-ignore
}
