import * as tf from '@tensorflow/tfjs';
import { chooseOne } from './choose-one.js';
import { hidePadding } from './mask.js';
import type { Choice, StageInput } from './stage.js';

/**
 * Its logarithm is so low that no Gumbel noise a random stream draws (-4 to 37) lifts a weight of zero above the
 * largest weight, and it is still a normal float32.
 */
const SMALLEST_WEIGHT = 1e-37;

/** Chooses one place a head by its weight: a sample with Gumbel noise, the largest weight without. */
export function choosePlace({ weighting, mask }: StageInput, noise?: tf.Tensor3D): Choice {
  const logits = hidePadding(tf.maximum(weighting, SMALLEST_WEIGHT).log() as tf.Tensor3D, mask);
  const { chosen, ...probability } = chooseOne(logits, noise);
  return { weighting: chosen, ...probability };
}
