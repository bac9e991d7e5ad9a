import type * as fc from 'fast-check';
import type * as tf from '@tensorflow/tfjs';
import { RandomStream } from '@loci/random';
import { gradientsOf } from '../derivatives/directional-derivatives.js';
import { type Law, law, Violation } from '../law.js';
import type { LawOptions } from '../options.js';
import { position } from '../subject/compare.js';
import { type Case, draw } from '../subject/draw.js';
import type { Subject, Tensors } from '../subject/subject.js';
import { withVariables } from '../subject/variables.js';
import { weighted } from '../subject/weighted.js';

const firstNotFinite = (values: ArrayLike<number>): number =>
  Array.from(values).findIndex((value) => !Number.isFinite(value));

function notFinite(tensors: Tensors): string | undefined {
  for (const [name, tensor] of Object.entries(tensors)) {
    const index = firstNotFinite(tensor.dataSync());
    if (index >= 0) return `${name}${position(tensor, index)} is ${tensor.dataSync()[index]}`;
  }
  return undefined;
}

/** Whatever finite numbers come in, finite numbers come out. */
export const staysFinite = (subject: Subject, options: LawOptions, inputs: fc.Arbitrary<Case>): Law =>
  law(subject.name, 'results are finite for every finite input', options, inputs, (given) => {
    const found = notFinite(subject.run(draw(subject, given)));
    if (found) throw new Violation(found);
  });

/** A gradient that is not finite ends a training run, however rare its input is. */
export const gradientsStayFinite = (subject: Subject, options: LawOptions, inputs: fc.Arbitrary<Case>): Law =>
  law(subject.name, 'gradients are finite for every finite input', options, inputs, (given) => {
    const drawn = draw(subject, given);
    // Another law names what is not finite itself.
    if (notFinite(subject.run(drawn))) return;
    withVariables(subject, given, drawn, (variables, run) => {
      const names = Object.keys(variables);
      const outputs = (): tf.Tensor => weighted(run(), RandomStream.fromSeed(given.seed));
      gradientsOf(outputs, Object.values(variables)).forEach((gradient, i) => {
        const index = firstNotFinite(gradient);
        if (index < 0) return;
        const where = position(variables[names[i]], index);
        throw new Violation(`the gradient of ${names[i]}${where} is ${gradient[index]}`);
      });
    });
  });
