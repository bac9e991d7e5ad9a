import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import type { Graph } from '../../src/graph/graph.js';
import { unroll } from '../models/ntm.js';
import { instructions, runProgram, type Instruction } from './programs.js';
import { expectSameResults, recorded } from './recorded.js';

/** Random graphs as passes get them: recorded from programs, their gradients, and loops over time with theirs. */
interface Sample {
  readonly kind: 'program' | 'gradients' | 'loop' | 'gradients of a loop';
  readonly list: readonly Instruction[];
}

const samples: fc.Arbitrary<Sample> = fc.record({
  kind: fc.constantFrom('program', 'gradients', 'loop', 'gradients of a loop'),
  list: instructions(9),
});

const shapes = [[3, 4], [2, 3, 4], [4], [3, 1]];

/** A number that depends on all of the tensors. */
const total = (tensors: readonly tf.Tensor[]): tf.Scalar =>
  tf.addN(tensors.map((tensor, i) => tf.sum(tf.mul(tf.sin(tensor), i + 1)))) as tf.Scalar;

/** One step of a recurrence: what the program makes of input, states and weights becomes output and states. */
function stepOf(list: readonly Instruction[], weights: readonly tf.Tensor[]) {
  return (input: tf.Tensor, state: Record<string, tf.Tensor>) => {
    const { a, b } = state as { a: tf.Tensor; b: tf.Tensor };
    const made = runProgram(list, [input, a, b, ...weights], true);
    const next = (old: tf.Tensor, from: number): tf.Tensor => {
      const same = made.filter(({ shape }) => shape.join() === old.shape.join());
      return tf.tanh(
        tf.add(old, same[from % Math.max(same.length, 1)] ?? tf.mean(made[from % made.length]!)),
      );
    };
    const hidden = next(a, 0);
    const product = tf.matMul(tf.concat([hidden, input], 1) as tf.Tensor2D, weights[0] as tf.Tensor2D);
    return {
      output: tf.add(product, weights[1]!),
      state: { a: hidden, b: next(b, 1) },
      trace: { made: made.at(-1)! },
    };
  };
}

const loopShapes = [[3, 3, 4], [3, 4], [2, 4], [8, 4], [4]];

function runLoop(
  list: readonly Instruction[],
  [inputs, a, b, ...weights]: readonly tf.Tensor[],
): tf.Tensor[] {
  const { outputs, state, traces } = unroll(stepOf(list, weights), inputs as tf.Tensor3D, { a: a!, b: b! });
  return [outputs, state['a']!, state['b']!, traces['made']!];
}

function graphOf({ kind, list }: Sample): Graph {
  const isLoop = kind === 'loop' || kind === 'gradients of a loop';
  const run = (given: readonly tf.Tensor[]): tf.Tensor[] =>
    isLoop ? runLoop(list, given) : runProgram(list, given, kind === 'gradients');
  const args = (isLoop ? loopShapes : shapes).map((shape) => tf.zeros(shape));
  if (kind === 'program' || kind === 'loop') return recorded((...given: tf.Tensor[]) => run(given), args);
  const loss = (...given: tf.Tensor[]): tf.Tensor => total([...run(given), ...given]);
  return recorded((...given: tf.Tensor[]) => tf.grads(loss)(given), args);
}

/** Checks for random graphs that a pass leaves alone what they compute. */
export function expectNothingChanges(
  pass: (graph: Graph) => Graph,
  { runs = 60, before = (graph: Graph): Graph => graph } = {},
): void {
  fc.assert(
    fc.property(samples, (sample) => {
      const graph = before(graphOf(sample));
      expectSameResults(pass(graph), graph);
    }),
    { numRuns: runs },
  );
}
