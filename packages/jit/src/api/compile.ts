import * as tf from '@tensorflow/tfjs';
import { CompileError } from '../errors.js';
import type { Family } from '../family/family.js';
import type { Graph } from '../graph/graph.js';
import type { View } from '../graph/view.js';
import { OptimizerWatch, settingsOf, slotsOf } from '../record/optimizers.js';
import { record, type Failure, type Recording, type TracedFunction } from '../record/record.js';
import type { Recorder } from '../record/recorder.js';
import type { Tree } from '../record/tree.js';
import { checkStability, drawsNumbers } from '../record/stability.js';
import { optimize } from './optimize.js';
import { BoundProgram, type Machine } from './program.js';
import { callsOf, kernelsRun, Timer, type ProgramStats } from './stats.js';

/** A compiled signature of a function. */
export interface Compiled {
  readonly bound: BoundProgram;
  /** What is run, for people. */
  readonly graph: Graph;
  readonly stats: Omit<ProgramStats, 'signature' | 'runs' | 'runMs'>;
  readonly result: Tree;
  /** Optimizers that take one step a call. */
  readonly optimizers: readonly tf.Optimizer[];
  /** Whether the program still does what the function would do. */
  isCurrent(): boolean;
}

/** More recordings than these mean that the function makes new variables or optimizers each time. */
const MOST_RECORDINGS = 6;

/**
 * Records the function until nothing new appears (variables made on the way, optimizers met), optimizes the graph and
 * makes it runnable.
 *
 * @param isFirst whether the function is compiled for the first time: it is recorded once more then, to see whether it
 *   does the same. For further signatures that costs time and finds nothing, unless numbers are drawn.
 */
export function compile(
  fn: TracedFunction,
  args: readonly Tree[],
  tensors: readonly tf.Tensor[],
  machine: Machine,
  isFirst: boolean,
  family: Family,
): Compiled {
  const known = new Set<tf.Optimizer>();
  const constantRates = new Set<tf.Optimizer>();
  const tracing = new Timer();
  for (let i = 0; i < MOST_RECORDINGS; i++) {
    const watch = new OptimizerWatch(known, constantRates);
    const recording = tracing.during(() => record(fn, args, watch));
    initialize(recording.recorder, tensors, machine);
    if ('error' in recording) throw (recording as Failure).error;
    const news = [...watch.stepped].filter((optimizer) => !known.has(optimizer));
    for (const optimizer of news) known.add(optimizer);
    for (const optimizer of watch.opaque) constantRates.add(optimizer);
    if (recording.created.size > 0 || news.length > 0 || watch.opaque.size > 0) continue;
    if (isFirst || drawsNumbers(recording.recorder)) {
      const again = tracing.during(() => record(fn, args, new OptimizerWatch(known, constantRates)));
      if ('error' in again) throw again.error;
      checkStability(recording, again);
    }
    return finish(recording, watch, constantRates, machine, tracing.milliseconds, family);
  }
  throw new CompileError(
    'the function makes new variables or optimizers each time it is called, so it has no fixed program',
  );
}

/** Gives variables that a recording created the elements they began with. */
function initialize(recorder: Recorder, tensors: readonly tf.Tensor[], machine: Machine): void {
  if (recorder.created.size === 0) return;
  const variables = [...recorder.created.keys()];
  const views = [...recorder.created.values()];
  const values = evaluate(recorder, views, tensors, machine);
  variables.forEach((variable, i) => {
    variable.assign(values[i]!);
    values[i]!.dispose();
  });
}

/** The elements of some views of a recorded graph. */
function evaluate(
  recorder: Recorder,
  views: readonly View[],
  tensors: readonly tf.Tensor[],
  machine: Machine,
): tf.Tensor[] {
  const { builder } = recorder;
  const outputs = views.map((view) => builder.copy(view).value);
  const graph: Graph = { values: builder.values, nodes: builder.list, outputs, assigned: [] };
  const bound = new BoundProgram(
    machine,
    optimize(graph),
    views.map(({ shape }) => shape),
  );
  try {
    return bound.run(tensors);
  } finally {
    bound.dispose();
  }
}

const haveSame = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

function finish(
  { graph, result, resultShapes }: Recording,
  watch: OptimizerWatch,
  constantRates: ReadonlySet<tf.Optimizer>,
  machine: Machine,
  traceMs: number,
  family: Family,
): Compiled {
  const compiling = new Timer();
  const passing = new Timer();
  const { optimized, bound } = compiling.during(() => {
    const optimized = passing.during(() => family.optimize(graph));
    return { optimized, bound: new BoundProgram(machine, optimized, resultShapes) };
  });
  const optimizers = [...watch.stepped];
  const settings = optimizers.map((optimizer) => settingsOf(optimizer, constantRates.has(optimizer)));
  const slots = optimizers.map(slotsOf);
  const captured = optimized.values.flatMap(({ origin }) =>
    origin.kind === 'captured' ? [origin.tensor] : [],
  );
  return {
    bound,
    graph: optimized,
    stats: {
      kernelsBefore: kernelsRun(graph),
      kernelsAfter: callsOf(bound.program),
      uniqueKernels: bound.program.kernels.length,
      threads: machine.threads,
      arenaBytes: bound.program.arenaBytes,
      traceMs,
      compileMs: compiling.milliseconds,
      passesMs: passing.milliseconds,
    },
    result,
    optimizers,
    isCurrent: () =>
      captured.every((tensor) => !tensor.isDisposed) &&
      optimizers.every(
        (optimizer, i) =>
          settingsOf(optimizer, constantRates.has(optimizer)) === settings[i] &&
          haveSame(slotsOf(optimizer), slots[i]!),
      ),
  };
}
