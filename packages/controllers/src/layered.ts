import { checkInteger, checkOneOf, constant, createVariables } from '@loci/addressing';
import type { WeightSpecs, Weights } from '@loci/addressing';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import type { Cell, State } from './cell.js';
import { disposeVariables, prefixed, within } from './variables.js';

/** What every controller is given. */
export interface ControllerOptions {
  /** Numbers a step takes in, >= 1. */
  readonly inputSize: number;
  /** Hidden units of each layer, >= 1. */
  readonly units: number;
  /**
   * Layers, one on top of the other, >= 1.
   * @defaultValue 1
   */
  readonly layers?: number;
  /**
   * Whether every layer sees the input beside the layer below, and the output is that of all layers side by side
   * (`units * layers` numbers) instead of the top one alone (Graves 2013, arXiv 1308.0850, section 2).
   * @defaultValue false
   */
  readonly skipConnections?: boolean;
  /**
   * The state before the first step: zeros, or trained numbers that start as zeros.
   * @defaultValue 'zero'
   */
  readonly initialState?: 'zero' | 'learned';
  /** The seed of the initial weights; the same seed gives the same weights. */
  readonly seed: number;
}

/** One layer of a controller, as pure functions. */
export interface Layer {
  /** The weights of a layer that takes `inputs` numbers in. */
  weights(inputs: number): WeightSpecs;
  /** The parts of its state, each `[batch, units]`. */
  readonly stateNames: readonly string[];
  /** What it gives to the layer above, with its next state. */
  step(
    input: tf.Tensor2D,
    state: State,
    weights: Weights,
  ): { readonly output: tf.Tensor2D; readonly state: State };
}

/**
 * Layers of the same kind, stacked: each takes in the output of the one below. Names in variables and state are
 * `layer0/kernel`, `layer0/hidden` and so on, from the bottom; a learned initial state is `initial/layer0/hidden`.
 *
 * @throws RangeError for options out of range.
 */
export function layered(layer: Layer, options: ControllerOptions): Cell {
  const { inputSize, units, layers = 1, skipConnections = false, initialState = 'zero', seed } = options;
  checkInteger('inputSize', inputSize, 1);
  checkInteger('units', units, 1);
  checkInteger('layers', layers, 1);
  checkOneOf('initialState', initialState, ['zero', 'learned']);
  const names = Array.from({ length: layers }, (_, index) => `layer${index}`);
  const stateNames = names.flatMap((name) => layer.stateNames.map((part) => `${name}/${part}`));
  const inputsOf = (index: number): number => {
    if (index === 0) return inputSize;
    return skipConnections ? inputSize + units : units;
  };
  const start = stateNames.map((name) => [`initial/${name}`, { shape: [units], initializer: constant(0) }]);
  const specs: WeightSpecs = Object.assign(
    {},
    ...names.map((name, index) => prefixed(name, layer.weights(inputsOf(index)))),
    initialState === 'learned' ? Object.fromEntries(start) : {},
  );
  const variables = createVariables(specs, RandomStream.fromSeed(seed));
  const weights = names.map((name) => within(name, variables));
  const learned = within('initial', variables);

  function begin(name: string, batch: number): tf.Tensor {
    const zeros = tf.zeros([batch, units]);
    return learned[name] ? tf.add(zeros, learned[name]) : zeros;
  }

  return {
    inputSize,
    outputSize: skipConnections ? units * layers : units,
    stateShapes: Object.fromEntries(stateNames.map((name) => [name, [units]])),
    variables,
    initialState: (batch) => Object.fromEntries(stateNames.map((name) => [name, begin(name, batch)])),
    step(input, state) {
      const outputs: tf.Tensor2D[] = [];
      const next: Record<string, tf.Tensor> = {};
      names.forEach((name, index) => {
        const below = outputs.at(-1);
        const seen = below && skipConnections ? tf.concat([input, below], 1) : (below ?? input);
        const result = layer.step(seen, within(name, state), weights[index]);
        outputs.push(result.output);
        Object.assign(next, prefixed(name, result.state));
      });
      const output = skipConnections && layers > 1 ? tf.concat(outputs, 1) : outputs[layers - 1];
      return { output, state: next, trace: {} };
    },
    dispose: () => disposeVariables(variables),
  };
}
