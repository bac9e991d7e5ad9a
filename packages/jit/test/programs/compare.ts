import * as tf from '@tensorflow/tfjs';
import { jit } from '../../src/api/jit.js';
import { generator, unroll } from '../models/ntm.js';
import { inputsOf, runProgram, type RandomProgram, type RunOptions } from './program.js';

/** What is done with a program. */
export const uses = ['values', 'gradients', 'updates', 'loop', 'gradients of a loop'] as const;
export type Use = (typeof uses)[number];

type Disturb = RunOptions['disturb'];

const isFloat = (tensor: tf.Tensor): boolean => tensor.dtype === 'float32';

/** A number that depends on all of the tensors. */
const total = (tensors: readonly tf.Tensor[]): tf.Scalar =>
  tensors
    .map((tensor, i): tf.Tensor => tf.sum(tf.mul(tf.sin(tf.cast(tensor, 'float32')), 1 + i / 2)))
    .reduce((sum, term) => tf.add(sum, term), tf.scalar(0)) as tf.Scalar;

/** Gradients with respect to the floats among the inputs. */
function gradients(
  given: readonly tf.Tensor[],
  run: (given: readonly tf.Tensor[]) => tf.Tensor[],
): tf.Tensor[] {
  const floats = given.filter(isFloat);
  const loss = (...placeholders: tf.Tensor[]): tf.Scalar => {
    let next = 0;
    const all = given.map((tensor) => (isFloat(tensor) ? placeholders[next++]! : tensor));
    return total([...run(all), ...placeholders]);
  };
  return tf.grads(loss as never)(floats);
}

/** A recurrence: the program makes of the input of a step, two states and what does not change the next states. */
function loop(program: RandomProgram, given: readonly tf.Tensor[], options: RunOptions): tf.Tensor[] {
  const { disturb = (x) => x } = options;
  const [state, other] = given.filter(isFloat).slice(-2) as [tf.Tensor, tf.Tensor];
  const sequence = tf.stack([other, tf.neg(other), tf.cos(other)]) as tf.Tensor3D;
  const step = (input: tf.Tensor, states: Record<string, tf.Tensor>) => {
    const inside = given.map((tensor) =>
      tensor === state ? states['a']! : tensor === other ? input : tensor,
    );
    const made = runProgram(program, inside, options);
    const next = (old: tf.Tensor, news: readonly tf.Tensor[]): tf.Tensor => {
      const fitting = news.filter(isFloat);
      const same = fitting.find(({ shape }) => shape.join() === old.shape.join());
      // Of nothing there is no mean.
      const change = same ?? fitting.filter(({ size }) => size > 0).map((tensor) => tf.mean(tensor))[0];
      return change ? disturb(tf.tanh(disturb(tf.add(old, change)))) : old;
    };
    return {
      output: tf.mul(next(states['a']!, made), 2),
      state: { a: next(states['a']!, made), b: next(states['b']!, [...made].reverse()) },
      trace: { made: made.at(-1)! },
    };
  };
  const { outputs, state: last, traces } = unroll(step, sequence, { a: state, b: tf.sin(other) });
  return [outputs, last['a']!, last['b']!, traces['made']!];
}

/** A function of the program's inputs, and the variables that it changes. */
function functionOf(program: RandomProgram, use: Use, disturb?: Disturb) {
  const differentiated = use === 'gradients' || use === 'updates' || use === 'gradients of a loop';
  const options: RunOptions = { differentiated, disturb };
  const run = (given: readonly tf.Tensor[]): tf.Tensor[] =>
    use === 'loop' || use === 'gradients of a loop'
      ? loop(program, given, options)
      : runProgram(program, given, options);
  const derive = (given: readonly tf.Tensor[]): tf.Tensor[] => gradients(given, run);
  return (...given: tf.Tensor[]): tf.Tensor[] => (differentiated ? derive(given) : run(given));
}

interface Result {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly elements: ArrayLike<number>;
}

const read = (tensors: readonly tf.Tensor[]): Result[] =>
  tensors.map((tensor) => ({ dtype: tensor.dtype, shape: tensor.shape, elements: tensor.dataSync() }));

/** A function that stands for `fn` in which an input is a variable, which each call moves along its gradient. */
function updating(fn: (...given: tf.Tensor[]) => tf.Tensor[], variable: tf.Variable, at: number) {
  return (...given: tf.Tensor[]): tf.Tensor[] => {
    const all = given.map((tensor, i) => (i === at ? variable : tensor));
    const found = fn(...all);
    const own = found[given.slice(0, at).filter(isFloat).length]!;
    variable.assign(tf.sub(variable, tf.mul(0.125, tf.clipByValue(own, -1, 1))));
    return found;
  };
}

/** Runs the function on the inputs, twice with a variable in between if the program is one of updates. */
function resultsOf(
  use: Use,
  fn: (...given: tf.Tensor[]) => tf.Tensor[],
  inputs: readonly tf.Tensor[],
  engine: (
    fn: (...given: tf.Tensor[]) => tf.Tensor[],
  ) => ((...given: tf.Tensor[]) => tf.Tensor[]) & { dispose?: () => void },
): Result[] {
  const at = inputs.map(isFloat).lastIndexOf(true);
  const variable = use === 'updates' ? tf.variable(inputs[at]!) : undefined;
  const run = engine(variable ? updating(fn, variable, at) : fn);
  try {
    if (!variable) return read(tf.tidy(() => run(...inputs)));
    const results = [0, 1].flatMap(() => read(tf.tidy(() => run(...inputs))));
    return [...results, ...read([variable])];
  } finally {
    run.dispose?.();
    variable?.dispose();
  }
}

/** Two units in the last place of floats close to 2. */
const DISTURBANCE = 2 ** -22;
const DISTURBED_RUNS = 3;
/** How much larger than the effect of disturbances a difference may be. */
const FACTOR = 16;

function disturbance(seed: number): (x: tf.Tensor) => tf.Tensor {
  const random = generator(seed);
  return (x) => {
    const noise = Float32Array.from({ length: x.size }, () => 1 + (2 * random() - 1) * DISTURBANCE);
    return tf.mul(x, tf.tensor(noise, x.shape));
  };
}

/** tfjs itself cannot run the program: most often something is empty, which some of its kernels do not expect. */
export class TfjsError extends Error {}

/**
 * Runs a program compiled and on tfjs's cpu backend. Types, shapes, integers and bools must be the same. A float may
 * differ by 1e-6 + 1e-5 of itself, and by 16 times what the tensor differs when tfjs runs the program with random
 * errors of 2^-22 in all results that are rounded: what is ill-conditioned is compared less sharply.
 *
 * @returns what is wrong, or undefined
 */
export function difference(program: RandomProgram, use: Use): string | undefined {
  return tf.tidy(() => {
    const inputs = inputsOf(program);
    const run = (disturb?: Disturb): Result[] =>
      resultsOf(use, functionOf(program, use, disturb), inputs, (fn) => fn);
    const expected = runOrThrow(run);
    const actual = resultsOf(use, functionOf(program, use), inputs, (fn) => jit(fn, { fallback: 'error' }));
    const disturbed = Array.from({ length: DISTURBED_RUNS }, (_, i) => run(disturbance(i + 1)));
    return expected
      .map((result, i) =>
        differenceOf(
          actual[i]!,
          result,
          disturbed.map((results) => results[i]!),
          `result ${i}`,
        ),
      )
      .find((text) => text !== undefined);
  });
}

function runOrThrow<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new TfjsError((error as Error).message, { cause: error });
  }
}

function differenceOf(
  actual: Result,
  expected: Result,
  disturbed: readonly Result[],
  name: string,
): string | undefined {
  const kind = ({ dtype, shape }: Result): string => `${dtype} [${shape.join(', ')}]`;
  if (kind(actual) !== kind(expected)) return `${name} is ${kind(actual)}, expected ${kind(expected)}`;
  const { elements } = expected;
  let spread = 0;
  for (const { elements: others } of disturbed) {
    for (let i = 0; i < elements.length; i++)
      spread = Math.max(spread, Math.abs(others[i]! - elements[i]!) || 0);
  }
  for (let i = 0; i < elements.length; i++) {
    const [a, e] = [actual.elements[i]!, elements[i]!];
    if (Object.is(a, e) || a === e) continue;
    const tolerance = expected.dtype === 'float32' ? 1e-6 + 1e-5 * Math.abs(e) + FACTOR * spread : 0;
    // Where errors decide whether there is a number at all, nothing can be said.
    if (disturbed.some(({ elements: others }) => Number.isNaN(others[i]!) !== Number.isNaN(e))) continue;
    if (Math.abs(a - e) <= tolerance) continue;
    return `${name}: element ${i} of [${expected.shape.join(', ')}] is ${a}, expected ${e} within ${tolerance}`;
  }
  return undefined;
}
