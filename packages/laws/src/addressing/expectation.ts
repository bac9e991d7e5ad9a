import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { type Law, law } from '../law.js';
import { atMost, type LawOptions } from '../options.js';
import { blame, position } from '../subject/compare.js';
import { type Case, cases, draw, ONES } from '../subject/draw.js';
import { rearranged } from '../subject/rearrange.js';
import { slopes } from '../subject/slopes.js';
import { isNoise, type Tensors } from '../subject/subject.js';
import type { Addresser } from './addresser.js';

/** Draws of each choice. */
const DRAWS = 2000;

/** Standard deviations of a mean that chance may explain: once in 5 * 10^8. */
const DEVIATIONS = 6;

/** Inputs of one batch row: the batch is taken for the draws. */
const oneRow = (subject: Addresser): ReturnType<typeof cases> =>
  cases(subject, {}, { batch: 1, heads: 2, places: 5, width: 3 });

/**
 * Choices that are drawn many times are in the mean what the soft counterpart gives, and so is what is read through
 * them; and REINFORCE estimates the gradient of that mean: E[R d log p + dR] = d E[R]. The entropy is E[-log p].
 */
export function choicesAverageToSoft(hard: Addresser, soft: Addresser, options: LawOptions): Law[] {
  const few = atMost(5, options);
  return [
    law(hard.name, 'soft reading is the expectation of hard reading', few, oneRow(hard), (given) => {
      const many = draws(hard, given);
      const expected = soft.run(softInputs(soft, draw(hard, given))).weighting;
      const found = unlikely(hard.run(many).weighting, expected);
      if (found) blame(hard, many, `the mean weight${found}`);
    }),
    law(
      hard.name,
      'the log-probability gives the gradient of the expectation',
      few,
      oneRow(hard),
      (given) => {
        const random = RandomStream.fromSeed(given.seed);
        const rewards = tf.tensor1d(Array.from({ length: given.places }, () => random.normal()));
        const once = draw(hard, given);
        const many = draws(hard, given);
        const names = Object.keys(hard.inputs(given)).filter(
          (name) => !isNoise(hard.inputs(given)[name]) && hard.inputs(given)[name].axes[0] === 'batch',
        );
        const reward = (weighting: tf.Tensor): tf.Tensor => tf.sum(tf.mul(weighting, rewards), -1);
        const { weighting } = hard.run(many);
        // Choices with other odds are named by the law before.
        if (unlikely(weighting, soft.run(softInputs(soft, once)).weighting)) return;
        // A baseline does not change the expectation, and makes the estimate steadier.
        const advantage = tf.sub(reward(weighting), tf.mean(reward(weighting), 0));
        const estimates = slopes(names, many, (its) => {
          const result = hard.run(its);
          return tf.add(reward(result.weighting), tf.mul(result.logProbability, advantage));
        });
        const exact = slopes(names, once, (its) => reward(soft.run(softInputs(soft, its)).weighting));
        names.forEach((name, i) => {
          const found = unlikely(estimates[i], exact[i]);
          if (found) blame(hard, many, `the mean slope in ${name}${found}`);
        });
      },
    ),
    law(hard.name, 'an entropy that is told is that of the choice', few, oneRow(hard), (given) => {
      const many = draws(hard, given);
      const { logProbability, entropy } = hard.run(many);
      if (tf.max(tf.abs(entropy)).dataSync()[0] === 0) return;
      const found = unlikely(tf.add(logProbability, entropy), tf.zeros([entropy.shape[1]!]));
      if (found) blame(hard, many, `the mean of log-probability + entropy${found}`);
    }),
  ];
}

/** Copies of one row as a batch, each with noise of its own. */
function draws(hard: Addresser, given: Case): Tensors {
  const ports = hard.inputs(given);
  const copies = rearranged(draw(hard, given), ports, 'batch', new Array<number>(DRAWS).fill(0));
  const fresh = draw(hard, { ...given, batch: DRAWS });
  const noise = Object.entries(fresh).filter(([name]) => isNoise(ports[name]));
  return { ...copies, ...Object.fromEntries(noise) };
}

/** The soft counterpart is given what it has in common with the hard one. */
function softInputs(soft: Addresser, tensors: Tensors): Tensors {
  const names = Object.keys(soft.inputs(ONES));
  return Object.fromEntries(names.map((name) => [name, tensors[name]]));
}

/** Where the mean over the draws is farther from what is expected than chance explains, in words. */
function unlikely(drawn: tf.Tensor, expected: tf.Tensor): string | undefined {
  const { mean, variance } = tf.moments(drawn, 0);
  const [means, variances, wanted] = [mean, variance, expected].map((tensor) => tensor.dataSync());
  for (const [i, value] of means.entries()) {
    const chance = DEVIATIONS * Math.sqrt((variances[i] + 1 / DRAWS) / DRAWS);
    if (Math.abs(value - wanted[i]) <= chance) continue;
    return `${position(mean, i)} of ${DRAWS} draws is ${value}, where ${wanted[i]} ± ${chance} is expected`;
  }
  return undefined;
}
