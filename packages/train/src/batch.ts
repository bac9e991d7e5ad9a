import type { RandomStream } from '@loci/random';
import type { Batch, Task } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { drawLength } from './curricula/draw.js';
import type { CurriculumState } from './curricula/draw.js';
import { predictionsPerStep } from './losses.js';
import type { BatchTensors } from './losses.js';
import type { TrainSettings } from './settings.js';

/** A batch to train on, with what the state is disturbed by: `[time, batch, noiseSize]`. */
export type DrawnBatch = Batch & { readonly noise?: Batch['inputs'] };

/** A batch on the engine; its tensors are the caller's to dispose. */
export const batchTensors = ({ inputs, targets, mask, noise }: DrawnBatch): BatchTensors => ({
  inputs: tf.tensor3d(inputs.values, [...inputs.shape]),
  targets: tf.tensor3d(targets.values, [...targets.shape]),
  mask: tf.tensor2d(mask.values, [...mask.shape]),
  ...(noise && { noise: tf.tensor3d(noise.values, [...noise.shape]) }),
});

/** How many predictions of a batch count. */
export const predictionsIn = ({ mask }: Batch, { outputs, outputSize }: Task): number =>
  mask.values.reduce((sum, counts) => sum + counts, 0) * predictionsPerStep(outputs, outputSize);

/** Draws the batch of the step after so many steps: first its lengths, then its sequences, then noise of such a size. */
export function drawBatch(
  task: Task,
  noiseSize: number,
  { batch, curriculum, lengthPer, noise }: TrainSettings,
  state: CurriculumState,
  step: number,
  random: RandomStream,
): DrawnBatch {
  const draw = () => drawLength(curriculum, state, step, random);
  const length = lengthPer === 'batch' ? draw() : Array.from({ length: batch }, draw);
  const sample = task.sample(random, { batch, length });
  return { ...sample, ...(noise !== undefined && { noise: drawNoise(noise, sample, noiseSize, random) }) };
}

/** Uniform noise of a deviation, for the sequences of a batch. */
function drawNoise(
  deviation: number,
  { inputs }: Batch,
  size: number,
  random: RandomStream,
): Batch['inputs'] {
  const [time, batch] = inputs.shape;
  const bound = Math.sqrt(3) * deviation;
  const values = Float32Array.from({ length: time * batch * size }, () => random.uniform(-bound, bound));
  return { values, shape: [time, batch, size] };
}
