import type { RandomStream } from '@loci/random';
import { checkInteger } from './options/check.js';
import { picture } from './picture.js';
import type { Channel } from './picture.js';
import { batchOf } from './steps.js';
import type { Step } from './steps.js';
import type { SampleOptions, Task } from './task.js';

/** A task that knows its options: all of them, defaults included, as data that JSON can hold. */
export interface ConfiguredTask<Options extends object> extends Task {
  readonly options: Options;
}

/** What is particular to a task whose sequences are drawn one by one. */
export interface SequenceTaskDefinition<Options extends object> extends Pick<
  ConfiguredTask<Options>,
  'name' | 'description' | 'source' | 'options' | 'outputs' | 'train' | 'test' | 'lengths' | 'metrics'
> {
  /** The numbers of an input vector; their count is the task's input size. */
  readonly inputs: readonly Channel[];
  /** The numbers of a target vector; their count is the task's output size. */
  readonly targets: readonly Channel[];
  /** The length of the sequence that is drawn as the example. */
  readonly exampleLength: number;
  /** Draws one sequence of a length within `lengths`. */
  sequence(random: RandomStream, length: number): readonly Step[];
}

/** The most sequences that are drawn at once. */
const BATCHES = { low: 1, high: 1_000_000 };

/**
 * A task from the drawing of one sequence: it checks what is asked for, pads and masks batches and draws the example.
 *
 * @example
 * const parity = sequenceTask({
 *   name: 'parity', // ...
 *   sequence: (random, length) => {
 *     const bits = Array.from({ length }, () => random.integer(0, 1));
 *     const parity = bits.reduce((sum, bit) => sum ^ bit);
 *     return [...bits.map((bit) => ({ input: [bit] })), { input: [0, 1], target: [parity] }];
 *   },
 * });
 */
export function sequenceTask<Options extends object>({
  inputs,
  targets,
  exampleLength,
  sequence,
  ...task
}: SequenceTaskDefinition<Options>): ConfiguredTask<Options> {
  const sizes = { inputSize: inputs.length, outputSize: targets.length };
  return {
    ...task,
    ...sizes,
    /** @throws RangeError that names what is out of range. */
    sample(random, options) {
      const lengths = lengthsOf(task, options);
      return batchOf(
        lengths.map((length) => sequence(random, length)),
        sizes,
        lengths,
      );
    },
    example: (random) =>
      picture(`${task.name}, length ${exampleLength}`, sequence(random, exampleLength), inputs, targets),
  };
}

/** The length of each sequence of a batch. */
function lengthsOf({ name, lengths }: Pick<Task, 'name' | 'lengths'>, { batch, length }: SampleOptions) {
  checkInteger('batch', batch, BATCHES);
  if (typeof length !== 'object') {
    checkInteger(`length of ${name}`, length, lengths);
    return Array.from({ length: batch }, () => length);
  }
  if (length.length !== batch) {
    throw new RangeError(`length must have one number for each of ${batch} sequences, got ${length.length}`);
  }
  length.forEach((each, index) => checkInteger(`length[${index}] of ${name}`, each, lengths));
  return [...length];
}
