import { type Cell, type State, unroll } from '@loci/controllers';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import type { Port, Subject, Tensors } from '../subject/subject.js';

/** Makes a cell from the seed of its weights. */
export type MakeCell = (seed: number) => Cell;

/**
 * Builds a cell for as long as `use` needs it. Random numbers are added to its trained variables: what starts as zeros,
 * or alike, would hide mistakes.
 */
export function withCell<Result>(make: MakeCell, seed: number, use: (cell: Cell) => Result): Result {
  const cell = make(seed);
  const random = RandomStream.fromSeed(seed);
  try {
    for (const variable of Object.values(cell.variables)) {
      if (!variable.trainable) continue;
      const noise = Array.from({ length: variable.size }, () => random.normal(0, 0.5));
      tf.tidy(() => variable.assign(tf.add(variable, tf.tensor(noise, variable.shape))));
    }
    return use(cell);
  } finally {
    cell.dispose();
  }
}

/** The parts of a state that the cell declares: what is beside them, another law names. */
export const declared = ({ stateShapes }: Cell, state: State): State =>
  Object.fromEntries(Object.keys(stateShapes).map((name) => [name, state[name]]));

/** The tensors of a state as `state.hidden` and so on. */
export const stateTensors = (cell: Cell, state: State): Tensors =>
  Object.fromEntries(Object.entries(declared(cell, state)).map(([name, part]) => [`state.${name}`, part]));

/** A run of a cell over a sequence as a subject: what comes out are the outputs and the last state. */
export function unrolled(cell: Cell, name: string): Subject {
  const state = Object.entries(cell.stateShapes).map(([part, shape]): [string, Port] => [
    `state.${part}`,
    { axes: ['batch', ...shape], holds: 'numbers' },
  ]);
  return {
    name,
    axes: ['batch', 'time'],
    variables: cell.variables,
    inputs: () => ({ inputs: { axes: ['time', 'batch', cell.inputSize], holds: 'numbers' } }),
    outputs: () => ({
      outputs: { axes: ['time', 'batch', cell.outputSize], holds: 'numbers' },
      ...Object.fromEntries(state),
    }),
    run: ({ inputs }) => {
      const { outputs, state: last } = unroll(cell, inputs as tf.Tensor3D);
      return { outputs, ...stateTensors(cell, last) };
    },
  };
}
