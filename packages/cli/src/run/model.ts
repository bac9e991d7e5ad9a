import { unroll } from '@loci/controllers';
import type { Cell } from '@loci/controllers';
import { createModel } from '@loci/ntm';
import type { ModelOptions } from '@loci/ntm';
import type { Task } from '@loci/tasks';
import type { Trainable } from '@loci/train';

/** A cell of the sizes of a task, and what the loop trains: the cell unrolled over whole sequences. */
export interface Model {
  readonly cell: Cell;
  readonly trainable: Trainable;
  /** How many numbers are trained. */
  readonly parameters: number;
}

/** @throws RangeError that names the option, the value given and the valid range. */
export function modelFor(options: ModelOptions, { inputSize, outputSize }: Task, seed: number): Model {
  const cell = createModel(options, { inputSize, outputSize, seed });
  return {
    cell,
    trainable: { variables: cell.variables, forward: (inputs) => unroll(cell, inputs).outputs },
    parameters: Object.values(cell.variables).reduce((sum, { size }) => sum + size, 0),
  };
}
