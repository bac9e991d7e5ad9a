import * as tf from '@tensorflow/tfjs';

export type Boundary = 'circular' | 'bounded';

export const boundaries: readonly Boundary[] = ['circular', 'bounded'];

/**
 * sum_o x(i - o) s(o) along the rows x of `[batch, heads, places]`, for a distribution s over some offsets o,
 * `[batch, heads, offsets]`.
 *
 * All moved copies of a row stand side by side in one tensor, so that one batched product forms the sum. The
 * gradient is given by hand: both halves of it need the copies of dy moved the other way, a dozen kernels fewer
 * than the derivatives of the slices one by one.
 */
export function shiftBy(
  rows: tf.Tensor3D,
  distribution: tf.Tensor3D,
  offsets: readonly number[],
  boundary: Boundary,
): tf.Tensor3D {
  const [batch, heads, places] = rows.shape;
  const count = batch * heads;
  const taps = offsets.length;
  const back = offsets.map((offset) => -offset);

  const product = tf.customGrad((...args) => {
    const [x, s, save] = args as [tf.Tensor3D, tf.Tensor3D, tf.GradSaveFunc];
    save([x, s]);
    const value = s.reshape<tf.Tensor3D>([count, 1, taps]).matMul(movedCopies(x, offsets, boundary));
    return {
      value: value.reshape([batch, heads, places]),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, s] = saved as [tf.Tensor3D, tf.Tensor3D];
        const copies = movedCopies(dy as tf.Tensor3D, back, boundary);
        return [
          s.reshape<tf.Tensor3D>([count, 1, taps]).matMul(copies).reshape(x.shape),
          tf.matMul(x.reshape<tf.Tensor3D>([count, 1, places]), copies, false, true).reshape(s.shape),
        ];
      },
    };
  });
  return product(rows, distribution) as tf.Tensor3D;
}

/** The offsets -range..range. */
export const offsetsWithin = (range: number): readonly number[] =>
  Array.from({ length: 2 * range + 1 }, (_, tap) => tap - range);

/** Row t of `[batch * heads, taps, places]` is the input moved by the offset t. */
function movedCopies(input: tf.Tensor3D, offsets: readonly number[], boundary: Boundary): tf.Tensor3D {
  const [batch, heads, places] = input.shape;
  const range = Math.max(...offsets.map(Math.abs));
  const extended = boundary === 'circular' ? wrapped(input, range) : input.pad([[0, 0], [0, 0], [range, range]]); // prettier-ignore
  const copies = offsets.map((offset) => extended.slice([0, 0, range - offset], [batch, heads, places]));
  return tf.concat(copies, 2).reshape([batch * heads, offsets.length, places]);
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
