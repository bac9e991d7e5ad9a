import * as tf from '@tensorflow/tfjs';
import type { Cell } from './cell.js';

/** A cell that takes random numbers in with its input. */
export interface DisturbedCell extends Cell {
  /** How many of the last numbers of an input are noise: as many as the longest vector of the state has. */
  readonly noiseSize: number;
}

/**
 * A cell whose state is disturbed before each step, for training: a state that has to be told apart from its neighbours
 * in spite of noise comes to stand far from them, and small errors then die away in sequences longer than those trained on
 * (Jim, Giles and Horne 1996, "An analysis of noise in recurrent neural networks: convergence and generalization").
 *
 *     step([x; z], s) = cell.step(x, s + z)
 *
 * The noise is added to all parts of the state that are vectors; parts of one size get the same numbers, so that what is kept
 * twice stays alike. Memories, which have places, stay as they are. The variables are those of the cell.
 */
export function disturbed(cell: Cell): DisturbedCell {
  const { inputSize } = cell;
  const vectors = Object.entries(cell.stateShapes).filter(([, shape]) => shape.length === 1);
  const noiseSize = Math.max(0, ...vectors.map(([, [size]]) => size));
  return {
    ...cell,
    inputSize: inputSize + noiseSize,
    noiseSize,
    step(input, state) {
      const noise = (size: number) => tf.slice(input, [0, inputSize], [-1, size]);
      const disturbances = vectors.map(([name, [size]]) => [name, tf.add(state[name], noise(size))]);
      return cell.step(tf.slice(input, [0, 0], [-1, inputSize]), {
        ...state,
        ...(Object.fromEntries(disturbances) as Record<string, tf.Tensor>),
      });
    },
  };
}
