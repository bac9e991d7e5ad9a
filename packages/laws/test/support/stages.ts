/** A correct stage, and the same with one fault each. */
import { detached, type Stage, type StageInput } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';

type Values = Record<string, tf.Tensor3D>;

/** Content addressing by dot product, stable and masked. */
export const sound: Stage = fromLogits(({ key }, { memory }) => tf.matMul(key, memory, false, true));

/** A stage that is a softmax of logits, with padding pushed far down. */
export function fromLogits(
  logits: (emitted: Values, input: StageInput) => tf.Tensor3D,
  parts: Partial<Stage> = {},
): Stage {
  return {
    name: 'custom',
    emits: (width) => ({ key: width }),
    sum: 'one',
    apply: (emitted, input) => tf.softmax(confined(logits(emitted, input), input)),
    ...parts,
  };
}

const confined = (logits: tf.Tensor3D, { mask }: StageInput): tf.Tensor3D =>
  mask ? tf.add(logits, tf.expandDims(tf.mul(tf.sub(mask, 1), 1e30), 1)) : logits;

/** The sound stage with something done to its weighting. */
export const after = (change: (weighting: tf.Tensor3D, input: StageInput) => tf.Tensor3D): Stage => ({
  ...sound,
  apply: (emitted, input) => change(sound.apply(emitted, input) as tf.Tensor3D, input),
});

/** The sound stage with something done to its logits. */
export const before = (change: (logits: tf.Tensor3D, input: StageInput) => tf.Tensor3D): Stage =>
  fromLogits(({ key }, input) => change(tf.matMul(key, input.memory, false, true), input));

/** What `value` computes, with another gradient: `slope(dy)`. */
export function withGradient(input: tf.Tensor3D, slope: (dy: tf.Tensor) => tf.Tensor): tf.Tensor3D {
  const identity = tf.customGrad((...args) => ({
    value: tf.clone(args[0] as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => slope(dy),
  }));
  return identity(input) as tf.Tensor3D;
}

/** A soft shift in a ring by one place at most; `offset` is added to all of its offsets. */
export const ring = (offset: number, turn: (w: tf.Tensor3D, by: number) => tf.Tensor3D = turned): Stage => ({
  name: 'ring',
  emits: () => ({ shift: 3 }),
  apply: ({ shift }, { weighting, mask }) => {
    if (mask) throw new RangeError('there is no mask on a ring');
    const taps = tf.split(tf.softmax(shift), 3, 2);
    return tf.addN(taps.map((tap, i) => tf.mul(turn(weighting, i - 1 + offset), tap))) as tf.Tensor3D;
  },
});

/** The weighting moved by so many places around the ring. */
export function turned(weighting: tf.Tensor3D, by: number): tf.Tensor3D {
  const places = weighting.shape[2];
  const from = Array.from({ length: places }, (_, place) => (((place - by) % places) + places) % places);
  return tf.matMul(weighting, spreading(weighting, from));
}

/** `[batch, places, places]`: column i takes from place from[i]. */
function spreading({ shape: [batch, , places] }: tf.Tensor3D, from: readonly number[]): tf.Tensor3D {
  const rows = Array.from({ length: places }, (_, place) => from.map((its) => (its === place ? 1 : 0)));
  return tf.tile(tf.expandDims(tf.tensor2d(rows, [places, places]), 0), [batch, 1, 1]);
}

/**
 * Draws a place by the Gumbel-max trick: `bend` changes the scores, `report` the log-probability, `tell` the entropy, which
 * a stage need not tell.
 */
export const drawn = (
  bend: (logits: tf.Tensor, noise: tf.Tensor) => tf.Tensor = tf.add,
  report: (logProbability: tf.Tensor2D) => tf.Tensor2D = (its) => its,
  tell?: (entropy: tf.Tensor2D) => tf.Tensor2D,
): Stage => ({
  name: 'drawn',
  sum: 'one',
  emits: () => ({}),
  noise: (places) => ({ size: places, distribution: 'gumbel' }),
  apply: (_emitted, { weighting, noise, mask }) => {
    const floor = tf.log(tf.maximum(weighting, 1e-37)) as tf.Tensor3D;
    const logits = mask ? tf.add<tf.Tensor3D>(floor, tf.expandDims(tf.mul(tf.sub(mask, 1), 1e30), 1)) : floor;
    const choice = detached(logits, (its) => {
      const scores = bend(its, noise!);
      return tf.cast(tf.equal(scores, tf.max(scores, -1, true)), 'float32') as tf.Tensor3D;
    });
    const logProbabilities = tf.logSoftmax(logits);
    const logProbability = tf.sum<tf.Tensor2D>(tf.mul(logProbabilities, choice), -1);
    const entropy = tf.neg(tf.sum<tf.Tensor2D>(tf.mul(tf.softmax(logits), logProbabilities), -1));
    return {
      weighting: choice,
      logProbability: report(logProbability),
      ...(tell && { entropy: tell(entropy) }),
    };
  },
});

/** What `drawn` is in the mean. */
export const notDrawn: Stage = {
  name: 'not drawn',
  emits: () => ({}),
  apply: (_emitted, { weighting }) => tf.div(weighting, tf.maximum(tf.sum(weighting, -1, true), 1e-30)),
};

/** Content addressing by weights that are normalised by hand: exp(logits) / (sum + floor). */
export const byHand = (exponential: (logits: tf.Tensor) => tf.Tensor, floor: number): Stage => ({
  ...sound,
  apply: ({ key }, { memory, mask }) => {
    const weights = exponential(tf.matMul(key, memory, false, true));
    const inUse = mask ? tf.mul(weights, tf.expandDims(mask, 1)) : weights;
    return tf.div(inUse, tf.add(tf.sum(inUse, -1, true), floor));
  },
});

/** Moved by so many places, but what would leave at an end stays there. */
export function piledUp(weighting: tf.Tensor3D, by: number): tf.Tensor3D {
  const places = weighting.shape[2];
  const to = Array.from({ length: places }, (_, place) => Math.min(places - 1, Math.max(0, place + by)));
  return tf.matMul(weighting, spreading(weighting, to), false, true);
}
