import { createVariables, type InitialState } from '@loci/addressing';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { agrees, directionalDerivatives } from '../derivatives/directional-derivatives.js';
import { expectNoneLeft } from '../general/tidy.js';
import { type Law, law, Violation } from '../law.js';
import type { LawOptions } from '../options.js';
import { difference, position, ROUNDING } from '../subject/compare.js';
import { seeds } from '../subject/draw.js';

export interface InitialStateLawOptions extends LawOptions {
  /** In messages. @defaultValue 'initial state' */
  readonly name?: string;
  /** Whether its rows must be weightings: at least 0, with a sum of one. @defaultValue false */
  readonly weighting?: boolean;
}

const inputs = fc.record({ batch: fc.integer({ min: 1, max: 4 }), seed: seeds });

/** The laws of what a memory, or the weighting of its heads, is before the first step. */
export function initialStateLaws(state: InitialState, options: InitialStateLawOptions = {}): Law[] {
  const { name = 'initial state', weighting = false } = options;
  const lawOf = (
    what: string,
    hold: (variables: Record<string, tf.Variable>, batch: number, seed: number) => void,
  ): Law =>
    law(name, what, options, inputs, ({ batch, seed }) => {
      const variables = createVariables(state.weights, RandomStream.fromSeed(seed));
      try {
        hold(variables, batch, seed);
      } finally {
        tf.dispose(variables);
      }
    });

  return [
    lawOf('every batch row begins alike, whatever the batch', (variables, batch) => {
      const [one, many] = [state.initial(1, variables), state.initial(batch, variables)];
      const expected = tf.tile(one, [batch, 1, 1]);
      if (!tf.util.arraysEqual(many.shape, expected.shape)) {
        throw new Violation(
          `a batch of ${batch} has the shape [${many.shape.join(', ')}] and not [${expected.shape.join(', ')}]`,
        );
      }
      const found = difference({ state: many }, { state: expected }, 0);
      if (found) throw new Violation(`in a batch of ${batch}, ${found}`);
    }),
    lawOf('the same seed gives the same numbers', (variables, batch, seed) => {
      const again = createVariables(state.weights, RandomStream.fromSeed(seed));
      const found = difference(
        { state: state.initial(batch, variables) },
        { state: state.initial(batch, again) },
        0,
      );
      tf.dispose(again);
      if (found) throw new Violation(found);
    }),
    lawOf('gradients match finite differences', (variables, batch, seed) => {
      const random = RandomStream.fromSeed(seed);
      const { shape, size } = state.initial(batch, variables);
      const coefficients = tf.tensor(
        Array.from({ length: size }, () => random.normal()),
        shape,
      );
      const outputs = (): tf.Tensor => tf.mul(state.initial(batch, variables), coefficients);
      for (const [variable, its] of Object.entries(directionalDerivatives(variables, outputs, random))) {
        if (!agrees(its)) {
          throw new Violation(
            `in ${variable} the gradient gives ${its.analytic}, and finite differences ${its.numeric} ± ${its.error}`,
          );
        }
      }
    }),
    lawOf('no tensor is left behind and no argument touched', (variables, batch) => {
      expectNoneLeft('forward', () => state.initial(batch, variables));
      state.initial(batch, variables).dispose();
      const freed = Object.keys(variables).find((variable) => variables[variable].isDisposed);
      if (freed) throw new Violation(`to dispose the state disposes the variable ${freed}`);
    }),
    ...(weighting
      ? [
          lawOf('weights are at least 0 and sum to one', (variables, batch) => {
            const weights = state.initial(batch, variables);
            const negative = weights.dataSync().findIndex((weight) => weight < 0);
            if (negative >= 0) throw new Violation(`weighting${position(weights, negative)} is negative`);
            const sums = tf.sum(weights, -1);
            const found = difference({ sum: sums }, { sum: tf.onesLike(sums) }, ROUNDING);
            if (found) throw new Violation(found);
          }),
        ]
      : []),
  ];
}
