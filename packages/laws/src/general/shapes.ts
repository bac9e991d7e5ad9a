import * as tf from '@tensorflow/tfjs';
import { type Law, law, Violation } from '../law.js';
import type { LawOptions } from '../options.js';
import { draw, ordinary } from '../subject/draw.js';
import { shapeOf, type Subject } from '../subject/subject.js';

/** All outputs are there, as floating-point numbers in their shapes, at all sizes from 1 up. */
export const shapesAreAsDeclared = (subject: Subject, options: LawOptions): Law =>
  law(subject.name, 'shapes are as declared', options, ordinary(subject), (given) => {
    const outputs = subject.run(draw(subject, given));
    for (const [name, port] of Object.entries(subject.outputs(given))) {
      const output = outputs[name];
      if (!(output instanceof tf.Tensor)) throw new Violation(`${name} is not a tensor`);
      const shape = shapeOf(port, given);
      if (!tf.util.arraysEqual(output.shape, shape)) {
        throw new Violation(
          `${name} has the shape [${output.shape.join(', ')}] and not [${shape.join(', ')}]`,
        );
      }
      if (output.dtype !== 'float32')
        throw new Violation(`${name} is of type ${output.dtype} and not float32`);
    }
  });
