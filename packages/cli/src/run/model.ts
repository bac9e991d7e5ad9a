import { disturbed, unroll } from '@loci/controllers';
import type { Cell } from '@loci/controllers';
import type { MemoryCell } from '@loci/stack-rnn';
import type { Task } from '@loci/tasks';
import type { Trainable } from '@loci/train';
import * as tf from '@tensorflow/tfjs';
import { createModel } from './models.js';
import type { ModelOptions } from './models.js';

/** A cell of the sizes of a task, and what the loop trains: the cell unrolled over whole sequences. */
export interface Model {
  readonly cell: Cell;
  readonly trainable: Trainable;
  /** How many numbers are trained. */
  readonly parameters: number;
}

const hasMemories = (cell: Cell): cell is MemoryCell => 'forSteps' in cell;

/** The cell as it is run over so many steps of a task: with memories no larger than these can use. */
export const cellFor = (cell: Cell, { inputLength }: Pick<Task, 'inputLength'>, steps: number): Cell =>
  hasMemories(cell) ? cell.forSteps(steps, inputLength?.(steps)) : cell;

/** The view of a cell that it is tested with if its actions are rounded; undefined for a cell that has none. */
export const roundedCell = (cell: Cell): Cell | undefined => (hasMemories(cell) ? cell.rounded() : undefined);

/** The names of a cell's actions, in the order of its trace; none for a cell without actions. */
export const actionsOf = (cell: Cell): readonly string[] => (hasMemories(cell) ? cell.actions : []);

/** A cell, unrolled over the sequences of a task. */
export const trainableOf = (cell: Cell, task: Pick<Task, 'inputLength'>): Trainable => ({
  variables: cell.variables,
  noiseSize: disturbed(cell).noiseSize,
  forward: (inputs, noise) => {
    const fitting = cellFor(cell, task, inputs.shape[0]);
    return noise
      ? unroll(disturbed(fitting), tf.concat([inputs, noise], 2)).outputs
      : unroll(fitting, inputs).outputs;
  },
});

/** Gives a cell what the variables of another one hold, which is freed. */
export function takeOver({ variables }: Cell, other: Cell): void {
  for (const [name, variable] of Object.entries(variables)) variable.assign(other.variables[name]);
  other.dispose();
}

/** @throws RangeError that names the option, the value given and the valid range. */
export function modelFor(options: ModelOptions, task: Task, seed: number): Model {
  const { inputSize, outputSize } = task;
  const build = (seed: number) => createModel(options, { inputSize, outputSize, seed });
  const cell = build(seed);
  return {
    cell,
    trainable: { ...trainableOf(cell, task), redraw: (seed) => takeOver(cell, build(seed)) },
    parameters: Object.values(cell.variables).reduce((sum, { size }) => sum + size, 0),
  };
}
