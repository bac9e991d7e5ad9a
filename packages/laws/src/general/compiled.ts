import { RandomStream } from '@loci/random';
import type * as tf from '@tensorflow/tfjs';
import { variableGradients } from '../derivatives/directional-derivatives.js';
import { type Law, law } from '../law.js';
import { atMost, type CompiledLawOptions } from '../options.js';
import { blame, difference } from '../subject/compare.js';
import { draw, ordinary } from '../subject/draw.js';
import { slopes } from '../subject/slopes.js';
import { isNoise, type Subject, type Tensors } from '../subject/subject.js';
import { trained } from '../subject/variables.js';
import { weighted } from '../subject/weighted.js';

/** Engines may sum in another order and approximate exponentials: 1e-4 of the size of a number, or of 1. */
const ENGINE_ROUNDING = 1e-4;

/** With an engine: what it makes of the subject gives the same results and the same gradients. */
export function equalsItsCompiledForm(subject: Subject, { compile, ...options }: CompiledLawOptions): Law[] {
  if (!compile) return [];
  return [
    law(
      subject.name,
      'the compiled form equals the eager form',
      atMost(10, options),
      ordinary(subject),
      (given) => {
        const inputs = draw(subject, given);
        const ports = subject.inputs(given);
        const names = Object.keys(inputs).filter((name) => !isNoise(ports[name]));
        const both = (its: Tensors): Tensors => ({
          ...subject.run(its),
          ...gradients(subject, its, names, given.seed),
        });
        const compiled = compile(both);
        try {
          // Twice, with other numbers: a program must not have the first ones baked in.
          for (const numbers of [inputs, draw(subject, { ...given, seed: given.seed + 1 })]) {
            const found = difference(compiled(numbers), both(numbers), ENGINE_ROUNDING);
            if (found) blame(subject, inputs, `compiled, ${found}`);
          }
        } finally {
          (compiled as { dispose?: () => void }).dispose?.();
        }
      },
    ),
  ];
}

/** In the inputs and in the subject's own variables. */
function gradients(subject: Subject, inputs: Tensors, names: readonly string[], seed: number): Tensors {
  const loss = (its: Tensors): tf.Tensor => weighted(subject.run(its), RandomStream.fromSeed(seed));
  const own = Object.entries(trained(subject));
  const ofInputs = slopes(names, inputs, loss).map((slope, i) => [`gradient of ${names[i]}`, slope] as const);
  const ofVariables = variableGradients(
    () => loss(inputs),
    own.map(([, variable]) => variable),
  ).map((slope, i) => [`gradient of ${own[i][0]}`, slope] as const);
  return Object.fromEntries([...ofInputs, ...ofVariables]);
}
