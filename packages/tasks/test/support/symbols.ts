import type { Batch } from '../../src/index.js';
import { observe, wanted } from './observe.js';

/** The symbols that one-hot vectors stand for; a vector of zeros is padding and left out. */
const textOf = (vectors: readonly (number[] | undefined)[], symbols: string): string =>
  vectors
    .filter((vector) => vector?.includes(1))
    .map((vector) => symbols[vector!.indexOf(1)])
    .join('');

/** A sequence of one-hot vectors as text; where no target counts there is a space. */
export interface Spelled {
  readonly length: number;
  readonly input: string;
  readonly target: string;
}

/** The sequences of a batch as text: the symbols of the input channels, and those of the target channels. */
export const spelled = (batch: Batch, inputs: string, targets: string): readonly Spelled[] =>
  observe(batch).map((sequence) => {
    const steps = sequence.inputs.filter((vector) => vector.includes(1)).length;
    return {
      length: sequence.length,
      input: textOf(sequence.inputs, inputs),
      target: wanted(sequence)
        .slice(0, steps)
        .map((target) => (target ? targets[target.indexOf(1)] : ' '))
        .join(''),
    };
  });
