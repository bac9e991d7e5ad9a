import type { WeightSum } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import { type Law, law, Violation } from '../law.js';
import type { LawOptions } from '../options.js';
import { position, ROUNDING } from '../subject/compare.js';
import { type Case, draw, extreme } from '../subject/draw.js';
import { everyWeighting, partialKinds, wholeKinds } from '../subject/numbers.js';
import type { Tensors } from '../subject/subject.js';
import type { Addresser } from './addresser.js';

/** Inputs of every kind that may come in. */
export const everyInput = (subject: Addresser): ReturnType<typeof extreme> =>
  extreme(subject, subject.incoming === 'one' ? wholeKinds : everyWeighting);

const sumOf = ({ holds = {} }: Case): WeightSum =>
  Object.values(holds).some((kind) => (partialKinds as readonly string[]).includes(kind))
    ? 'at most one'
    : 'one';

/** The weights are a distribution over the places, or what is left of one. */
export const weightsSumToOne = (subject: Addresser, options: LawOptions): Law =>
  law(
    subject.name,
    `weights are at least 0 and sum to ${subject.sum('one')}`,
    options,
    everyInput(subject),
    (given) => {
      const wrong = wrongWeight(subject.run(draw(subject, given)).weighting, subject.sum(sumOf(given)));
      if (wrong) throw new Violation(wrong);
    },
  );

/** What keeps a tensor from being a weighting, in words; numbers that are not finite are left to the law that names them. */
export function wrongWeight(weighting: tf.Tensor, sum: WeightSum): string | undefined {
  const weights = weighting.dataSync();
  const negative = weights.findIndex((weight) => weight < -ROUNDING);
  if (negative >= 0) return `weighting${position(weighting, negative)} is ${weights[negative]}`;
  const sums = tf.sum(weighting, -1);
  const totals = sums.dataSync();
  const wrong = totals.findIndex((total) =>
    sum === 'one' ? Math.abs(total - 1) > ROUNDING : total > 1 + ROUNDING,
  );
  return wrong < 0 ? undefined : `weighting${position(sums, wrong)} sums to ${totals[wrong]}`;
}

/** The logarithm of a probability. */
export const logProbabilitiesAreNotPositive = (subject: Addresser, options: LawOptions): Law =>
  law(subject.name, 'log-probabilities are at most 0', options, everyInput(subject), (given) =>
    expectNone(subject.run(draw(subject, given)), 'logProbability', (value) => value > ROUNDING),
  );

/** What is chosen from is a finite number of places. */
export const entropiesAreNotNegative = (subject: Addresser, options: LawOptions): Law =>
  law(subject.name, 'entropies are at least 0', options, everyInput(subject), (given) =>
    expectNone(subject.run(draw(subject, given)), 'entropy', (value) => value < -ROUNDING),
  );

function expectNone(outputs: Tensors, name: string, isWrong: (value: number) => boolean): void {
  const values = outputs[name].dataSync();
  const wrong = values.findIndex(isWrong);
  if (wrong >= 0) throw new Violation(`${name}${position(outputs[name], wrong)} is ${values[wrong]}`);
}
