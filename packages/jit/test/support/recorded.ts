import type * as tf from '@tensorflow/tfjs';
import type { Graph } from '../../src/graph/graph.js';
import type { Value } from '../../src/graph/value.js';
import { OptimizerWatch } from '../../src/record/optimizers.js';
import { record, type Recording, type TracedFunction } from '../../src/record/record.js';
import type { Tree } from '../../src/record/tree.js';
import { generator } from '../models/ntm.js';
import { expectClose, runGraph } from './run-graph.js';

/** The graph of a function that makes no variables and uses no optimizer of tfjs. */
export function recorded(fn: TracedFunction, args: readonly tf.Tensor[]): Graph {
  const recording = record(fn, args as readonly Tree[], new OptimizerWatch(new Set(), new Set()));
  if ('error' in recording) throw recording.error;
  return (recording as Recording).graph;
}

/** Numbers between -1 and 1 for an argument or a variable, the same each time. */
export function someElements(value: Value): ArrayLike<number> {
  const random = generator(value.id + 1);
  const numbers = Array.from({ length: value.size }, () => 2 * random() - 1);
  return value.type === 'float32' ? numbers : numbers.map((number) => (number > 0 ? 1 : 0));
}

/** Checks that two graphs compute the same from the same numbers. */
export function expectSameResults(actual: Graph, expected: Graph, tolerance?: number): void {
  const results = runGraph(actual, someElements);
  runGraph(expected, someElements).forEach((result, i) => expectClose(results[i]!, result, tolerance));
}
