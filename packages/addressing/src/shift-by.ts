import * as tf from '@tensorflow/tfjs';

export type Boundary = 'circular' | 'bounded';

export const boundaries: readonly Boundary[] = ['circular', 'bounded'];

/**
 * sum_o w(i - o) s(o) for a weighting `[batch, heads, places]` and a distribution over the offsets -range..range
 * `[batch, heads, 2 * range + 1]`.
 *
 * All moved copies of the weighting stand side by side in one tensor, so that one batched product forms the sum. The
 * gradient is given by hand: both halves of it need the copies of dy moved the other way, a dozen kernels fewer
 * than the derivatives of the slices one by one.
 */
export function shiftBy(weighting: tf.Tensor3D, distribution: tf.Tensor3D, boundary: Boundary): tf.Tensor3D {
  const [batch, heads, places] = weighting.shape;
  const taps = distribution.shape[2];
  const rows = batch * heads;

  const product = tf.customGrad((...args) => {
    const [w, s, save] = args as [tf.Tensor3D, tf.Tensor3D, tf.GradSaveFunc];
    save([w, s]);
    const value = s.reshape<tf.Tensor3D>([rows, 1, taps]).matMul(movedCopies(w, taps, boundary, 1));
    return {
      value: value.reshape([batch, heads, places]),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [w, s] = saved as [tf.Tensor3D, tf.Tensor3D];
        const copies = movedCopies(dy as tf.Tensor3D, taps, boundary, -1);
        return [
          s.reshape<tf.Tensor3D>([rows, 1, taps]).matMul(copies).reshape(w.shape),
          tf.matMul(w.reshape<tf.Tensor3D>([rows, 1, places]), copies, false, true).reshape(s.shape),
        ];
      },
    };
  });
  return product(weighting, distribution) as tf.Tensor3D;
}

/** Row t of `[batch * heads, taps, places]` is the input moved by direction * (t - range) places. */
function movedCopies(input: tf.Tensor3D, taps: number, boundary: Boundary, direction: 1 | -1): tf.Tensor3D {
  const [batch, heads, places] = input.shape;
  const range = (taps - 1) / 2;
  const extended = boundary === 'circular' ? wrapped(input, range) : input.pad([[0, 0], [0, 0], [range, range]]); // prettier-ignore
  const copies = Array.from({ length: taps }, (_, tap) =>
    extended.slice([0, 0, range - direction * (tap - range)], [batch, heads, places]),
  );
  return tf.concat(copies, 2).reshape([batch * heads, taps, places]);
}

/** `range` more places on both ends, taken from the other end; a ring shorter than that is gone round again. */
function wrapped(input: tf.Tensor3D, range: number): tf.Tensor3D {
  const [batch, heads, places] = input.shape;
  const turns: tf.Tensor3D[] = Array.from({ length: Math.floor(range / places) }, () => input);
  const rest = range % places;
  const pieces = [...turns, input, ...turns];
  if (rest > 0) {
    pieces.unshift(input.slice([0, 0, places - rest], [batch, heads, rest]));
    pieces.push(input.slice([0, 0, 0], [batch, heads, rest]));
  }
  return tf.concat(pieces, 2);
}
