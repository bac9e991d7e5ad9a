/** The networks without a memory that both papers compare with: a controller with an affine map to the output. */
import { checkInteger, createVariables } from '@loci/addressing';
import { disposeVariables, linear, linearWeights, prefixed, within } from '@loci/controllers';
import type { Cell } from '@loci/controllers';
import { RandomStream } from '@loci/random';
import { createController } from './controller.js';
import type { ControllerChoice } from './controller.js';

export interface RecurrentOptions {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly controller: ControllerChoice;
  /** The seed of the initial weights, an integer in [-2^31, 2^32 - 1]. */
  readonly seed: number;
}

/** A cell whose output is logits. @throws RangeError for options out of range. */
export function recurrent({ inputSize, outputSize, controller: choice, seed }: RecurrentOptions): Cell {
  checkInteger('outputSize', outputSize, 1);
  const random = RandomStream.fromSeed(seed);
  const controller = createController(choice, { symbols: inputSize, seen: 0 }, random.integer(0, 2 ** 31));
  const output = createVariables(
    prefixed('output', linearWeights(controller.outputSize, outputSize)),
    random,
  );
  const variables = { ...prefixed('controller', controller.variables), ...output };
  return {
    inputSize,
    outputSize,
    stateShapes: controller.stateShapes,
    variables,
    initialState: (batch) => controller.initialState(batch),
    step(input, state) {
      const step = controller.step(input, state);
      return { ...step, output: linear(step.output, within('output', variables)) };
    },
    dispose: () => disposeVariables(variables),
  };
}
