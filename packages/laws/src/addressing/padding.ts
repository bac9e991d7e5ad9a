import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { type Law, law, Violation } from '../law.js';
import type { LawOptions } from '../options.js';
import { position } from '../subject/compare.js';
import { type Case, draw, ordinary } from '../subject/draw.js';
import type { Tensors } from '../subject/subject.js';
import type { Addresser } from './addresser.js';
import { wrongWeight } from './sums.js';

/** Places that a mask marks as padding get no weight at all; the others get what is promised. */
export const paddingGetsNoWeight = (subject: Addresser, options: LawOptions): Law =>
  law(subject.name, 'padding gets no weight', options, ordinary(subject), (given) => {
    const inputs = masked(subject, given);
    const result = subject.run(inputs);
    const onPadding = tf.mul(result.weighting, tf.sub(1, tf.expandDims(inputs.mask, 1)));
    const found = onPadding.dataSync().findIndex((weight) => weight !== 0);
    if (found >= 0) {
      throw new Violation(
        `weighting${position(onPadding, found)} is ${onPadding.dataSync()[found]} on padding`,
      );
    }
    // What is no weighting without a mask either is named by another law.
    if (wrongWeight(subject.run(draw(subject, given)).weighting, subject.sum('one'))) return;
    const wrong = wrongWeight(result.weighting, subject.sum('one'));
    if (wrong) throw new Violation(wrong);
  });

/** What has no meaning with padding says so. */
export const refusesMask = (subject: Addresser, options: LawOptions): Law =>
  law(subject.name, 'a mask is refused', options, ordinary(subject), (given) => {
    const inputs = masked(subject, given);
    try {
      subject.run(inputs);
    } catch (error) {
      if (error instanceof RangeError && error.message.includes('mask')) return;
      throw error;
    }
    throw new Violation('it takes a mask, though masks: false says that it does not');
  });

/** The inputs of a case with a mask, and weightings that have no weight on padding, as a scheme sees to it. */
function masked(subject: Addresser, given: Case): Tensors & { readonly mask: tf.Tensor } {
  const random = RandomStream.fromSeed(given.seed);
  const inUse = Array.from({ length: given.batch }, () => {
    const first = random.integer(0, given.places - 1);
    return Array.from({ length: given.places }, (_, place) =>
      place === first || random.bernoulli() ? 1 : 0,
    );
  });
  const mask = tf.tensor2d(inUse);
  const ports = subject.inputs(given);
  const confined = Object.entries(draw(subject, given)).map(([name, tensor]) => {
    if (ports[name].holds !== 'weighting') return [name, tensor];
    const rest = tf.mul(tensor, tf.expandDims(mask, 1));
    return [name, tf.div(rest, tf.sum(rest, -1, true))];
  });
  return { ...(Object.fromEntries(confined) as Tensors), mask };
}
