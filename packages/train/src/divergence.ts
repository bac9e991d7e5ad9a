import * as tf from '@tensorflow/tfjs';
import type { Checkpoint, NamedElements } from './checkpoint/checkpoint.js';
import type { Culprit, DivergedEvent } from './events.js';
import type { Tensors } from './optimizers/rule.js';

const isFinite = (values: ArrayLike<number>): boolean => Array.prototype.every.call(values, Number.isFinite);

const firstNotFinite = (tensors: NamedElements): string | undefined =>
  Object.entries(tensors).find(([, { values }]) => !isFinite(values))?.[0];

const sentences: Readonly<Record<Culprit['what'], (name: string) => string>> = {
  variable: (name) => `variable '${name}' is not finite`,
  slot: (name) => `the optimizer's '${name}' is not finite`,
  loss: () => 'the loss is not finite though all variables are',
  gradient: (name) => `the gradient of '${name}' is not finite though the loss is`,
  engine: () => 'the engine gives numbers that are not finite where plain tfjs gives finite ones',
};

const diverged = (step: number, culprit: Culprit): DivergedEvent => ({
  type: 'diverged',
  step,
  culprit,
  message: `step ${step}: ${sentences[culprit.what](culprit.name ?? '')}`,
});

/** What is wrong with a checkpoint that must not be stored; undefined if nothing is. */
export function divergenceOf({ training, weights, slots }: Checkpoint): DivergedEvent | undefined {
  const [variable, slot] = [firstNotFinite(weights), firstNotFinite(slots)];
  if (variable !== undefined) return diverged(training.step, { what: 'variable', name: variable });
  return slot === undefined ? undefined : diverged(training.step, { what: 'slot', name: slot });
}

/**
 * Finds out in plain tfjs what is not finite in a step.
 *
 * @param variables what the step started from.
 * @param compute its loss, and the gradients by name.
 */
export async function diagnose(
  variables: Readonly<Record<string, tf.Variable>>,
  compute: () => { readonly loss: tf.Scalar; readonly gradients: Tensors },
  step: number,
): Promise<DivergedEvent> {
  const finite = async (tensor: tf.Tensor) => isFinite(await tensor.data());
  for (const [name, variable] of Object.entries(variables)) {
    if (!(await finite(variable))) return diverged(step, { what: 'variable', name });
  }
  const { loss, gradients } = tf.tidy(() => {
    const { loss, gradients } = compute();
    return { loss, gradients: gradients as tf.NamedTensorMap };
  });
  try {
    if (!(await finite(loss))) return diverged(step, { what: 'loss' });
    for (const [name, gradient] of Object.entries(gradients)) {
      if (!(await finite(gradient))) return diverged(step, { what: 'gradient', name });
    }
    return diverged(step, { what: 'engine' });
  } finally {
    tf.dispose([loss, Object.values(gradients)]);
  }
}
