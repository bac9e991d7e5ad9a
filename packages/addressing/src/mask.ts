import type * as tf from '@tensorflow/tfjs';
import { scaleToOne } from './scale-to-one.js';
import type { WeightSum } from './stage.js';

/** Far below every logit that finite emissions of up to 1e9 produce, and still finite in float32. */
const HIDDEN = 1e30;

/** Added to every weight, it leaves something to scale up if all weight lay on padding. */
const TINY = 1e-18;

/**
 * Pushes the logits `[batch, heads, places]` of padding so far down that a softmax gives them exactly 0. A row
 * without any place in use comes out as if all its places were equal.
 */
export function hidePadding(logits: tf.Tensor3D, mask?: tf.Tensor2D): tf.Tensor3D {
  return mask ? logits.add(mask.sub(1).mul(HIDDEN).expandDims(1)) : logits;
}

/**
 * Takes the weight off padding. Where a weighting must sum to one the rest is scaled up; if all of it lay on
 * padding it is spread evenly over the places in use. A row without any place in use gets no weight at all.
 */
export function confine(weighting: tf.Tensor3D, mask: tf.Tensor2D, sum: WeightSum): tf.Tensor3D {
  const inUse: tf.Tensor3D = mask.expandDims(1);
  if (sum === 'at most one') return weighting.mul(inUse);
  const rest = weighting.add(TINY).mul<tf.Tensor3D>(inUse);
  return scaleToOne(rest);
}
