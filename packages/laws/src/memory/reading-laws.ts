import * as tf from '@tensorflow/tfjs';
import { memoryPort, weightingPort } from '../addressing/ports.js';
import { equalsItsCompiledForm } from '../general/compiled.js';
import { gradientsStayFinite, staysFinite } from '../general/finite.js';
import { gradientsMatchDifferences } from '../general/gradients.js';
import { areIndependent } from '../general/independent.js';
import { isRepeatable } from '../general/repeatable.js';
import { shapesAreAsDeclared } from '../general/shapes.js';
import { leavesNothingBehind } from '../general/tidy.js';
import { type Law, law } from '../law.js';
import type { CompiledLawOptions, LawOptions } from '../options.js';
import { expectSame } from '../subject/compare.js';
import { cases, draw, extreme, ordinary } from '../subject/draw.js';
import { everyWeighting } from '../subject/numbers.js';
import type { Subject } from '../subject/subject.js';

/** A way to read: `[batch, heads, places]` and `[batch, places, width]` to `[batch, heads, width]`. */
export type Reading = (weighting: tf.Tensor3D, memory: tf.Tensor3D) => tf.Tensor3D;

/** The laws that a way to read must obey. */
export function readingLaws(read: Reading, options: CompiledLawOptions = {}): Law[] {
  const subject: Subject = {
    name: read.name || 'reading',
    axes: ['batch', 'heads', 'places', 'width'],
    inputs: () => ({ weighting: weightingPort, memory: memoryPort }),
    outputs: () => ({ reads: { axes: ['batch', 'heads', 'width'], holds: 'numbers' } }),
    run: ({ weighting, memory }) => ({ reads: read(weighting as tf.Tensor3D, memory as tf.Tensor3D) }),
  };
  const everyInput = extreme(subject, everyWeighting);
  return [
    shapesAreAsDeclared(subject, options),
    hardReadingIsExact(subject, options),
    softReadingIsExpectation(subject, options),
    staysFinite(subject, options, everyInput),
    gradientsMatchDifferences(subject, options),
    gradientsStayFinite(subject, options, everyInput),
    areIndependent('batch', subject, options),
    areIndependent('heads', subject, options),
    isRepeatable(subject, options),
    leavesNothingBehind(subject, options),
    ...equalsItsCompiledForm(subject, options),
  ];
}

/** `[batch, heads, places]`: all heads look at one place. */
const onPlace = (place: number, [batch, heads, places]: readonly number[]): tf.Tensor => {
  const row = Array.from({ length: places }, (_, other) => (other === place ? 1 : 0));
  return tf.add(tf.zeros([batch, heads, places]), row);
};

const hardReadingIsExact = (subject: Subject, options: LawOptions): Law =>
  law(subject.name, 'all weight on one place reads what lies there', options, ordinary(subject), (given) => {
    const { memory, weighting } = draw(subject, given);
    for (let place = 0; place < given.places; place++) {
      const inputs = { memory, weighting: onPlace(place, weighting.shape) };
      const there = tf.slice(memory, [0, place, 0], [-1, 1, -1]);
      expectSame(subject, inputs, {
        actual: subject.run(inputs),
        expected: { reads: tf.add(tf.zeros([given.batch, given.heads, given.width]), there) },
        when: `with all weight on place ${place}`,
      });
    }
  });

/** Of one head, lest a leak from another is taken for it. */
const softReadingIsExpectation = (subject: Subject, options: LawOptions): Law =>
  law(
    subject.name,
    'soft reading is the expectation of hard reading',
    options,
    cases(subject, {}, { heads: 1 }),
    (given) => {
      const inputs = draw(subject, given);
      const { memory, weighting } = inputs;
      const byPlace = Array.from({ length: given.places }, (_, place) => {
        const { reads } = subject.run({ memory, weighting: onPlace(place, weighting.shape) });
        return tf.mul(reads, tf.slice(weighting, [0, 0, place], [-1, -1, 1]));
      });
      expectSame(subject, inputs, {
        actual: subject.run(inputs),
        expected: { reads: tf.addN(byPlace) },
        when: 'against the reads of single places by their weights',
      });
    },
  );
