import * as tf from '@tensorflow/tfjs';
import { type Case } from './draw.js';
import { isNoise, type Subject, type Tensors } from './subject.js';

/** The subject's own variables, but for those that are drawn once and kept. */
export const trained = ({ variables = {} }: Subject): Record<string, tf.Variable> =>
  Object.fromEntries(Object.entries(variables).filter(([, { trainable }]) => trainable));

/**
 * Lets `use` work with a subject whose inputs are variables, all but the noise, so that they can be moved and have
 * gradients as its own variables have. Those made here are freed afterwards.
 */
export function withVariables(
  subject: Subject,
  given: Case,
  inputs: Tensors,
  use: (variables: Record<string, tf.Variable>, run: () => Tensors) => void,
): void {
  const ports = subject.inputs(given);
  const differentiable = Object.entries(inputs).filter(([name]) => !isNoise(ports[name]));
  const variables = Object.fromEntries(differentiable.map(([name, tensor]) => [name, tf.variable(tensor)]));
  try {
    use({ ...trained(subject), ...variables }, () => subject.run({ ...inputs, ...variables }));
  } finally {
    tf.dispose(variables);
  }
}
