import * as tf from '@tensorflow/tfjs';
import { checkPositive, checkShape } from './check.js';
import { detached } from './detached.js';

/** A location that was drawn, with the chance of it. */
export interface LocationChoice {
  /** `[batch, heads, dimensions]`; no gradient flows through it. */
  readonly location: tf.Tensor3D;
  /** The logarithm of the probability density there, `[batch, heads]`, differentiable in the mean. */
  readonly logProbability: tf.Tensor2D;
}

/**
 * Draws a location from a normal distribution around a mean, with the same deviation in all dimensions: where to look in
 * an image (Mnih et al. 2014, arXiv 1406.6247, section 3.1). The noise (standard normal, the shape of the mean) decides;
 * without it the location is the mean.
 *
 * @throws RangeError for a deviation that is not a finite number > 0, or noise of another shape.
 */
export function chooseLocation(mean: tf.Tensor3D, deviation: number, noise?: tf.Tensor3D): LocationChoice {
  checkPositive('deviation', deviation);
  const [batch, heads, dimensions] = mean.shape;
  if (noise) checkShape('noise', noise, { batch, heads, dimensions });
  const location = detached(mean, (values): tf.Tensor3D =>
    noise ? values.add(noise.mul(deviation)) : values.clone(),
  );
  const squares = location.sub(mean).div(deviation).square().sum<tf.Tensor2D>(-1);
  const peak = -dimensions * Math.log(deviation * Math.sqrt(2 * Math.PI));
  return { location, logProbability: squares.mul(-0.5).add(peak) };
}
