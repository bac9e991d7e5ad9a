import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { gradientsOf } from '../derivatives/directional-derivatives.js';
import { type Law, law, Violation } from '../law.js';
import type { LawOptions } from '../options.js';
import { difference } from '../subject/compare.js';
import { draw, ordinary } from '../subject/draw.js';
import type { Subject, Tensors } from '../subject/subject.js';
import { withVariables } from '../subject/variables.js';
import { weighted } from '../subject/weighted.js';

/** Inside `tf.tidy` nothing stays behind, forward or backward, and the arguments are as they were. */
export const leavesNothingBehind = (subject: Subject, options: LawOptions): Law =>
  law(
    subject.name,
    'no tensor is left behind and no argument touched',
    options,
    ordinary(subject),
    (given) => {
      const inputs = draw(subject, given);
      const copies = Object.fromEntries(
        Object.entries(inputs).map(([name, tensor]) => [
          name,
          tf.tensor(tensor.dataSync().slice(), tensor.shape),
        ]),
      );
      expectNoneLeft('forward', () => subject.run(inputs));
      expectUntouched(inputs, copies);
      withVariables(subject, given, inputs, (variables, run) => {
        const outputs = (): tf.Tensor => weighted(run(), RandomStream.fromSeed(given.seed));
        expectNoneLeft('backward', () => gradientsOf(outputs, Object.values(variables)));
      });
    },
  );

export function expectNoneLeft(when: string, act: () => unknown): void {
  const before = tf.memory().numTensors;
  tf.tidy(() => void act());
  const left = tf.memory().numTensors - before;
  if (left > 0) throw new Violation(`${left} tensors are left behind by one call, ${when}`);
}

function expectUntouched(inputs: Tensors, copies: Tensors): void {
  for (const [name, tensor] of Object.entries(inputs)) {
    if (tensor.isDisposed) throw new Violation(`${name} is disposed after the call`);
  }
  const found = difference(inputs, copies, 0);
  if (found) throw new Violation(`after the call ${found}`);
}
