import * as tf from '@tensorflow/tfjs';
import type { Scan } from '../../src/scan/scanner.js';

/**
 * A Neural Turing Machine (Graves et al., 2014) in plain tfjs, LSTM controller, one read and one write head: the model
 * that the compiler is measured and checked with. The rows of its memory differ, so that addressing has gradients.
 */
export interface Sizes {
  readonly batch: number;
  readonly input: number;
  readonly output: number;
  readonly units: number;
  readonly places: number;
  readonly width: number;
}

type State = Record<string, tf.Tensor>;

const HEADS = 2;
const SHIFTS = 3;

export class NTM {
  readonly variables: Record<string, tf.Variable>;

  constructor(
    readonly sizes: Sizes,
    random: () => number,
  ) {
    const { input, output, units, places, width } = sizes;
    const emitted = HEADS * (width + 1 + 1 + SHIFTS + 1) + 2 * width;
    const matrix = (rows: number, columns: number): tf.Variable => {
      const scale = Math.sqrt(6 / (rows + columns));
      const values = Float32Array.from({ length: rows * columns }, () => (2 * random() - 1) * scale);
      return tf.variable(tf.tensor2d(values, [rows, columns]));
    };
    this.variables = {
      gates: matrix(input + width + units, 4 * units),
      gatesBias: matrix(1, 4 * units),
      emit: matrix(units, emitted),
      emitBias: matrix(1, emitted),
      output: matrix(units + width, output),
      outputBias: matrix(1, output),
      memory: matrix(places, width),
      weighting: matrix(HEADS, places),
    };
  }

  initial(batch: number): State {
    const { units, places, width } = this.sizes;
    const { memory, weighting } = this.variables;
    const zeros = (size: number): tf.Tensor => tf.zeros([batch, size]);
    return {
      hidden: zeros(units),
      cell: zeros(units),
      read: zeros(width),
      memory: tf.tile(tf.reshape(memory!, [1, places, width]), [batch, 1, 1]),
      weighting: tf.tile(tf.reshape(tf.softmax(weighting!), [1, HEADS, places]), [batch, 1, 1]),
    };
  }

  step(input: tf.Tensor, state: State): { output: tf.Tensor; state: State; trace: State } {
    const { places, width } = this.sizes;
    const v = this.variables;
    const batch = input.shape[0]!;
    const all = tf.concat([input, state.read!, state.hidden!], 1) as tf.Tensor2D;
    const gates = tf.add(tf.matMul(all, v.gates as unknown as tf.Tensor2D), v.gatesBias!);
    const [i, f, o, g] = tf.split(gates, 4, 1);
    const cell = tf.add(tf.mul(tf.sigmoid(f!), state.cell!), tf.mul(tf.sigmoid(i!), tf.tanh(g!)));
    const hidden = tf.mul(tf.sigmoid(o!), tf.tanh(cell)) as tf.Tensor2D;
    const emitted = tf.add(tf.matMul(hidden, v.emit as unknown as tf.Tensor2D), v.emitBias!);
    const [heads, erase, add] = tf.split(emitted, [HEADS * (width + 3 + SHIFTS), width, width], 1);
    const parameters = tf.reshape(heads!, [batch, HEADS, width + 3 + SHIFTS]);
    const [key, strength, gate, shift, sharpening] = tf.split(parameters, [width, 1, 1, SHIFTS, 1], 2);

    const content = contentWeighting(tf.tanh(key!), tf.softplus(strength!), state.memory!);
    const blend = tf.sigmoid(gate!);
    const gated = tf.add(tf.mul(blend, content), tf.mul(tf.sub(1, blend), state.weighting!));
    const shifted = shiftedWeighting(gated, tf.softmax(shift!), places);
    const sharp = tf.pow(tf.add(shifted, 1e-6), tf.add(tf.softplus(sharpening!), 1));
    const weighting = tf.div(sharp, tf.sum(sharp, 2, true));

    const write = tf.reshape(tf.slice(weighting, [0, 1, 0], [batch, 1, places]), [batch, places, 1]);
    const erased = tf.mul(
      state.memory!,
      tf.sub(1, tf.matMul(write, tf.reshape(tf.sigmoid(erase!), [batch, 1, width]))),
    );
    const memory = tf.add(erased, tf.matMul(write, tf.reshape(tf.tanh(add!), [batch, 1, width])));
    const readWeighting = tf.slice(weighting, [0, 0, 0], [batch, 1, places]);
    const read = tf.reshape(tf.matMul(readWeighting, memory), [batch, width]);
    const output = tf.add(
      tf.matMul(tf.concat([hidden, read], 1) as tf.Tensor2D, v.output as unknown as tf.Tensor2D),
      v.outputBias!,
    );
    return { output, state: { hidden, cell, read, memory, weighting }, trace: { weighting } };
  }

  /** Mean cross-entropy of the outputs of the last steps against `targets` `[time', batch, output]`. */
  loss(inputs: tf.Tensor3D, targets: tf.Tensor3D): tf.Scalar {
    const { outputs } = unroll((x, s) => this.step(x, s), inputs, this.initial(inputs.shape[1]));
    const time = inputs.shape[0];
    const answers = tf.slice(outputs, [time - targets.shape[0], 0, 0], targets.shape);
    return tf.losses.sigmoidCrossEntropy(targets, answers) as tf.Scalar;
  }
}

function contentWeighting(key: tf.Tensor, strength: tf.Tensor, memory: tf.Tensor): tf.Tensor {
  const product = tf.matMul(key as tf.Tensor3D, memory as tf.Tensor3D, false, true);
  const keyNorm = tf.sqrt(tf.add(tf.sum(tf.square(key), 2, true), 1e-8));
  const rowNorm = tf.sqrt(tf.add(tf.sum(tf.square(memory), 2), 1e-8));
  const norms = tf.mul(keyNorm, tf.expandDims(rowNorm, 1));
  return tf.softmax(tf.mul(strength, tf.div(product, norms)));
}

function shiftedWeighting(weighting: tf.Tensor, shift: tf.Tensor, places: number): tf.Tensor {
  const [batch, heads] = weighting.shape as [number, number];
  const part = (x: tf.Tensor, from: number, size: number): tf.Tensor =>
    tf.slice(x, [0, 0, from], [batch, heads, size]);
  const backward = tf.concat([part(weighting, 1, places - 1), part(weighting, 0, 1)], 2);
  const forward = tf.concat([part(weighting, places - 1, 1), part(weighting, 0, places - 1)], 2);
  return tf.addN([
    tf.mul(part(shift, 0, 1), backward),
    tf.mul(part(shift, 1, 1), weighting),
    tf.mul(part(shift, 2, 1), forward),
  ]);
}

/** The loop over time of @loci/controllers in short: through the backend's scan where it has one. */
export function unroll(
  step: (input: tf.Tensor, state: State) => { output: tf.Tensor; state: State; trace: State },
  inputs: tf.Tensor3D,
  initial: State,
): { outputs: tf.Tensor; state: State; traces: State } {
  const { scan } = tf.backend() as { scan?: Scan };
  const looped = unroll.plain ? undefined : scan?.(step, inputs, initial);
  if (looped) return looped;
  let state = initial;
  const outputs: tf.Tensor[] = [];
  const traces: State[] = [];
  for (const input of steps(inputs)) {
    const result = step(input, state);
    state = result.state;
    outputs.push(result.output);
    traces.push(result.trace);
  }
  return {
    outputs: tf.stack(outputs),
    state,
    traces: Object.fromEntries(
      Object.keys(traces[0] ?? {}).map((name) => [name, tf.stack(traces.map((trace) => trace[name]!))]),
    ),
  };
}
/** tfjs has no gradient for unstacking a single tensor. */
const steps = (inputs: tf.Tensor): tf.Tensor[] =>
  inputs.shape[0] === 1 ? [tf.squeeze(inputs, [0])] : tf.unstack(inputs);

/** For tests: never use the backend's scan. */
unroll.plain = false;

export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
