import type { WriteInput, WriteRule } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import { emissionIsDeclared } from '../addressing/emission.js';
import { emittedOf, emittedPorts, memoryPort, weightingPort } from '../addressing/ports.js';
import { equalsItsCompiledForm } from '../general/compiled.js';
import { gradientsStayFinite, staysFinite } from '../general/finite.js';
import { gradientsMatchDifferences } from '../general/gradients.js';
import { areIndependent } from '../general/independent.js';
import { permutingHeads, permutingPlaces } from '../general/rearranging.js';
import { isRepeatable } from '../general/repeatable.js';
import { shapesAreAsDeclared } from '../general/shapes.js';
import { leavesNothingBehind } from '../general/tidy.js';
import { type Law, law } from '../law.js';
import type { CompiledLawOptions, LawOptions } from '../options.js';
import { expectSame } from '../subject/compare.js';
import { draw, extreme, ordinary } from '../subject/draw.js';
import { everyWeighting } from '../subject/numbers.js';
import type { Subject } from '../subject/subject.js';

/** The laws that a write rule must obey. */
export function writeLaws(rule: WriteRule, options: CompiledLawOptions = {}): Law[] {
  const subject: Subject = {
    name: rule.name,
    axes: ['batch', 'heads', 'places', 'width'],
    inputs: ({ width }) => ({
      ...emittedPorts(rule.emits(width)),
      weighting: weightingPort,
      memory: memoryPort,
    }),
    outputs: () => ({ memory: memoryPort }),
    run: (tensors) => ({ memory: rule.apply(emittedOf(tensors), tensors as unknown as WriteInput) }),
  };
  const everyInput = extreme(subject, everyWeighting);
  return [
    emissionIsDeclared(rule, options),
    shapesAreAsDeclared(subject, options),
    unaddressedPlacesStay(subject, options),
    staysFinite(subject, options, everyInput),
    gradientsMatchDifferences(subject, options),
    gradientsStayFinite(subject, options, everyInput),
    areIndependent('batch', subject, options),
    permutingHeads(subject, options),
    permutingPlaces(subject, options),
    isRepeatable(subject, options),
    leavesNothingBehind(subject, options),
    ...equalsItsCompiledForm(subject, options),
  ];
}

/** A write changes what it is addressed to, and nothing else. */
const unaddressedPlacesStay = (subject: Subject, options: LawOptions): Law =>
  law(
    subject.name,
    'a place that no head addresses keeps what it holds',
    options,
    ordinary(subject),
    (given) => {
      const drawn = draw(subject, given);
      // Every second place has no weight.
      const addressed = Array.from({ length: given.places }, (_, place) => place % 2);
      const inputs = { ...drawn, weighting: tf.mul(drawn.weighting, addressed) };
      const untouched = tf.expandDims(tf.sub(1, addressed), 1);
      expectSame(subject, inputs, {
        actual: { memory: tf.mul(subject.run(inputs).memory, untouched) },
        expected: { memory: tf.mul(drawn.memory, untouched) },
        when: 'with no weight on places 0, 2, 4, ...',
      });
    },
  );
