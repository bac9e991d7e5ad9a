import { checkShape } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import type { Cell, State, Step } from './cell.js';

/** What a run over time gives. */
export interface Unrolled {
  /** `[time, batch, outputSize]` */
  readonly outputs: tf.Tensor3D;
  /** The state after the last step. */
  readonly state: State;
  /** The traces of all steps, each `[time, batch, ...]`; empty unless they were asked for. */
  readonly traces: Readonly<Record<string, tf.Tensor>>;
}

export interface UnrollOptions {
  /** The state before the first step. @defaultValue `cell.initialState(batch)` */
  readonly initial?: State;
  /** Whether to keep the traces of all steps, for pictures. @defaultValue false */
  readonly traces?: boolean;
}

/** One step as a loop sees it. */
export type LoopBody = (input: tf.Tensor, state: State) => Step;

/**
 * A backend that can run a loop over time as a loop offers this method; the compiler's recording backend does, so that
 * what it compiles does not grow with the length of a sequence. `inputs` is `[time, ...]`. Undefined says that it cannot
 * here (a loop within a loop, a gradient of a gradient): then the steps are taken one by one.
 */
export interface LoopingBackend {
  scan(body: LoopBody, inputs: tf.Tensor, initial: State): Unrolled | undefined;
}

/**
 * Runs a cell over a sequence. The only loop over time in the toolkit.
 *
 * @param inputs `[time, batch, inputSize]`, time >= 1; whole numbers and booleans, such as those of `tf.oneHot`, are taken
 *   as float32
 * @throws RangeError if the inputs or the initial state do not fit the cell.
 */
export function unroll(
  cell: Cell,
  inputs: tf.Tensor3D,
  { initial, traces = false }: UnrollOptions = {},
): Unrolled {
  checkShape('inputs', inputs, { time: undefined, batch: undefined, inputSize: cell.inputSize });
  const [time, batch] = inputs.shape;
  if (time < 1)
    throw new RangeError(
      `inputs must have at least one time step, got the shape [${inputs.shape.join(', ')}]`,
    );
  if (initial) checkState(cell, initial, batch);
  const body: LoopBody = (input, state) => {
    const step = cell.step(input as tf.Tensor2D, state);
    return traces ? step : { ...step, trace: {} };
  };
  return tf.tidy(() => {
    const start = initial ?? cell.initialState(batch);
    const backend = tf.backend();
    // tfjs would give a concatenation the type of its first part, and cut the state off to whole numbers.
    const numbers = inputs.dtype === 'float32' ? inputs : tf.cast(inputs, 'float32');
    const looped = loops(backend) ? backend.scan(body, numbers, start) : undefined;
    return (looped ?? stepByStep(body, numbers, start)) as Unrolled & tf.TensorContainerObject;
  });
}

const loops = (backend: object): backend is LoopingBackend => 'scan' in backend;

/** tfjs's gradient of unstacking fails for a single tensor. */
const timeSteps = (inputs: tf.Tensor): tf.Tensor[] =>
  inputs.shape[0] === 1 ? [tf.squeeze(inputs, [0])] : tf.unstack(inputs);

/** The definition of a loop over time: one step after the other, outputs stacked. */
function stepByStep(body: LoopBody, inputs: tf.Tensor, initial: State): Unrolled {
  const steps: Step[] = [];
  let state = initial;
  for (const input of timeSteps(inputs)) {
    const step = tf.tidy(() => body(input, state) as Step & tf.TensorContainerObject);
    steps.push(step);
    state = step.state;
  }
  return {
    outputs: tf.stack(steps.map((step) => step.output)) as tf.Tensor3D,
    state,
    traces: Object.fromEntries(
      Object.keys(steps[0].trace).map((name) => [name, tf.stack(steps.map((step) => step.trace[name]))]),
    ),
  };
}

function checkState({ stateShapes }: Cell, state: State, batch: number): void {
  const names = Object.keys(stateShapes);
  const unknown = Object.keys(state).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(
      `initial.${unknown} is not a part of the cell's state: ${names.join(', ') || 'it has none'}`,
    );
  }
  for (const name of names) {
    if (!state[name])
      throw new RangeError(`initial.${name} is missing; the cell's state is: ${names.join(', ')}`);
    const sizes = stateShapes[name].map((size, axis) => [`axis ${axis + 1}`, size]);
    checkShape(`initial.${name}`, state[name], { batch, ...Object.fromEntries(sizes) });
  }
}
