/** Checks of what goes into the stages of a scheme and of what they return. */
import type * as tf from '@tensorflow/tfjs';
import { checkEmitted, checkShape } from './check.js';
import type { AddressInput } from './scheme.js';
import type { Choice, Emission, Stage, StageInput } from './stage.js';

/** @throws RangeError that names the tensor whose shape does not fit the others. */
export function checkInput(input: AddressInput, emits: (width: number) => Emission): void {
  const { emitted, memory, previous, mask } = input;
  checkShape('memory', memory, { batch: undefined, places: undefined, width: undefined });
  const [batch, places, width] = memory.shape;
  checkShape('previous', previous, { batch, heads: undefined, places });
  const heads = previous.shape[1];
  if (mask) checkShape('mask', mask, { batch, places });
  checkEmitted('the scheme', emits(width), emitted, { batch, heads });
}

/** The random numbers of a stage that wants any. Numbers for fewer heads or rows would make them all choose alike. */
export function ownNoise(stage: Stage, { previous, noise = {} }: AddressInput): Pick<StageInput, 'noise'> {
  if (!stage.noise) return {};
  const [batch, heads, places] = previous.shape;
  const own = given('noise', stage, noise);
  checkShape(`noise.${stage.name}`, own, { batch, heads, size: stage.noise(places).size });
  return { noise: own };
}

/** The trained tensors of a stage that has any. */
export function ownWeights(
  stage: Stage,
  { memory, weights = {} }: AddressInput,
): Pick<StageInput, 'weights'> {
  if (!stage.weights) return {};
  const own = given('weights', stage, weights);
  for (const [name, { shape }] of Object.entries(stage.weights(memory.shape[2]))) {
    const parameter = `weights.${stage.name}.${name}`;
    const weight = own[name];
    if (!weight) throw new RangeError(`${parameter} is missing: it must be [${shape.join(', ')}]`);
    checkShape(parameter, weight, Object.fromEntries(shape.map((size, axis) => [`axis ${axis}`, size])));
  }
  return { weights: own };
}

function given<Part>(kind: 'noise' | 'weights', stage: Stage, parts: Readonly<Record<string, Part>>): Part {
  const part = parts[stage.name];
  if (part === undefined)
    throw new RangeError(`${kind}.${stage.name} is missing: the stage '${stage.name}' needs it`);
  return part;
}

/** What a stage has returned, if it has the shape of a weighting: a mistake is reported where it was made. */
export function checkResult(
  { name }: Stage,
  result: tf.Tensor3D | Choice,
  { shape: [batch, heads, places] }: tf.Tensor3D,
): Partial<Choice> & Pick<Choice, 'weighting'> {
  const choice: Partial<Choice> & Pick<Choice, 'weighting'> =
    'logProbability' in result ? result : { weighting: result };
  const { weighting, logProbability, entropy } = choice;
  checkShape(`the weighting from the stage '${name}'`, weighting, { batch, heads, places });
  if (logProbability) {
    checkShape(`the log-probability from the stage '${name}'`, logProbability, { batch, heads });
  }
  if (entropy) checkShape(`the entropy from the stage '${name}'`, entropy, { batch, heads });
  return choice;
}
