import type { RandomStream } from '@loci/random';
import type { Batch, Task } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { drawLength } from './curricula/draw.js';
import type { CurriculumState } from './curricula/draw.js';
import { predictionsPerStep } from './losses.js';
import type { BatchTensors } from './losses.js';
import type { TrainSettings } from './settings.js';

/** A batch on the engine; its tensors are the caller's to dispose. */
export const batchTensors = ({ inputs, targets, mask }: Batch): BatchTensors => ({
  inputs: tf.tensor3d(inputs.values, [...inputs.shape]),
  targets: tf.tensor3d(targets.values, [...targets.shape]),
  mask: tf.tensor2d(mask.values, [...mask.shape]),
});

/** How many predictions of a batch count. */
export const predictionsIn = ({ mask }: Batch, { outputs, outputSize }: Task): number =>
  mask.values.reduce((sum, counts) => sum + counts, 0) * predictionsPerStep(outputs, outputSize);

/** Draws the batch of the step after so many steps: first its lengths, then its sequences. */
export function drawBatch(
  task: Task,
  { batch, curriculum, lengthPer }: TrainSettings,
  state: CurriculumState,
  step: number,
  random: RandomStream,
): Batch {
  const draw = () => drawLength(curriculum, state, step, random);
  const length = lengthPer === 'batch' ? draw() : Array.from({ length: batch }, draw);
  return task.sample(random, { batch, length });
}
