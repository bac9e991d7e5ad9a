import type { Task } from '@loci/tasks';
import { evaluate, train } from '@loci/train';
import type { LengthScore } from '@loci/train';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { configure } from '../../src/run/configuration.js';
import type { Configuration, RunFlags } from '../../src/run/configuration.js';
import { modelFor, roundedCell, trainableOf } from '../../src/run/model.js';

/** What a model that is trained with a seed scores on new sequences, by length. */
export type Scores = ReadonlyMap<number, LengthScore>;

/** What is learned, and how. */
export type Lesson = Pick<Configuration, 'task' | 'model' | 'settings' | 'stop'>;

/** Trains as `loci train` does with these options, on the compiler, and tests on sequences of the given lengths. */
export const learn = (task: string, flags: RunFlags, lengths: readonly number[]): Promise<Scores> =>
  study(configure(task, flags), lengths);

/** How a model is tested that was trained. */
interface Test {
  /** Whether its actions are rounded. @defaultValue false */
  readonly isRounded?: boolean;
  /** The same task with other options. @defaultValue the one trained on */
  readonly task?: Task;
}

/** Trains on the compiler and tests on sequences of the given lengths. */
export async function study(
  lesson: Lesson,
  lengths: readonly number[],
  { isRounded = false, task: tested = lesson.task }: Test = {},
): Promise<Scores> {
  await tf.setBackend('cpu');
  const { task, settings, stop } = lesson;
  const { cell, trainable } = modelFor(lesson.model, task, settings.seed);
  try {
    let last: string | undefined;
    for await (const event of train({ ...settings, model: trainable, task, stop })) last = event.type;
    // A run that diverges ends otherwise.
    expect(last).toBe('finished');
    const model = isRounded ? trainableOf(roundedCell(cell)!, task) : trainable;
    const scores = await evaluate({ model, task: tested, lengths, sequences: 64, seed: settings.seed });
    return new Map(scores.map((score) => [score.length, score]));
  } finally {
    cell.dispose();
  }
}

/**
 * Checks that a model learns with every seed that is drawn. One constant fixes which those are, so that a failure can be
 * repeated; it was written down before anything was trained with it.
 */
export async function forSeeds(count: number, check: (seed: number) => Promise<void>): Promise<void> {
  const property = fc.asyncProperty(fc.nat(2 ** 31 - 1), check);
  await fc.assert(property, { numRuns: count, seed: 20261126, endOnFailure: true });
}
