import * as tf from '@tensorflow/tfjs';
import { CompileError } from '../errors.js';
import type { Graph } from '../graph/graph.js';
import type { Value } from '../graph/value.js';
import { storageOf } from '../graph/value.js';
import { isWhole, wholeView, type View } from '../graph/view.js';
import type { OptimizerWatch } from './optimizers.js';
import { whileRecording } from './recorder-backend.js';
import { elementType, Recorder } from './recorder.js';
import { flatten, rebuild, type Tree } from './tree.js';

export type TracedFunction = (...args: never[]) => unknown;

/** What a recording of a function gives. */
export interface Recording {
  readonly graph: Graph;
  /** The function's result; its tensors only say shapes and types, and stand for `graph.outputs`. */
  readonly result: Tree;
  readonly resultShapes: readonly (readonly number[])[];
  /** Variables the function created on the way. */
  readonly created: ReadonlyMap<tf.Variable, View>;
  readonly recorder: Recorder;
}

/** A recording that failed; variables created on the way exist all the same and need their first values. */
export interface Failure {
  readonly error: unknown;
  readonly recorder: Recorder;
}

/**
 * Runs a function once on tensors that have shapes but no elements, and collects what it would compute. Variables are
 * left as they were: assignments become part of the graph.
 */
export function record(
  fn: TracedFunction,
  args: readonly Tree[],
  watch: OptimizerWatch,
): Recording | Failure {
  // Brings the engine's backend up, so that there is one to come back to.
  tf.backend();
  const recorder = new Recorder(watch);
  const variables = Object.values(tf.engine().registeredVariables).filter((variable) =>
    isNumeric(variable.dtype),
  );
  try {
    let recording: Recording | undefined;
    whileRecording(recorder, () =>
      tf.tidy(() => {
        const restore = borrowVariables(recorder, variables);
        try {
          recording = watch.during(() => recordCall(fn, args, recorder, variables));
        } finally {
          recorder.end();
          restore();
        }
      }),
    );
    return recording!;
  } catch (error) {
    return { error, recorder };
  }
}

function isNumeric(dtype: tf.DataType): boolean {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
}

/** While recording, variables stand for their values in the graph, so that reading one is noticed. */
function borrowVariables(recorder: Recorder, variables: readonly tf.Variable[]): () => void {
  const engine = tf.engine();
  const originals = variables.map((variable) => variable.dataId);
  for (const variable of variables) {
    const type = elementType(variable.dtype, 'Variable');
    const value = recorder.builder.value(type, variable.size, { kind: 'variable', variable });
    const placeholder = recorder.tensor(wholeView(value, variable.shape));
    recorder.retain(placeholder.dataId);
    variable.dataId = placeholder.dataId;
  }
  return () => {
    variables.forEach((variable, i) => {
      if (variable.isDisposed) return;
      // Counts the variable out with the data it has now and in again with its own, as tfjs keeps its books.
      engine.disposeTensor(variable);
      variable.dataId = originals[i]!;
      engine.incRef(variable, engine.backend);
    });
  };
}

function recordCall(
  fn: TracedFunction,
  args: readonly Tree[],
  recorder: Recorder,
  variables: readonly tf.Variable[],
): Recording {
  const { builder } = recorder;
  const before = variables.map((variable) => recorder.viewOf(variable));
  let index = 0;
  const placeholders = rebuild(args, (tensor) => {
    const value = builder.value(elementType(tensor.dtype, 'an argument'), tensor.size, {
      kind: 'argument',
      index: index++,
    });
    return recorder.tensor(wholeView(value, tensor.shape));
  }) as never[];
  const result = fn(...placeholders) as Tree;
  if (result instanceof Promise)
    throw new CompileError('a compiled function must be synchronous, not return a promise');
  recorder.checkReads();
  const { tensors } = flatten(result, 'the result');
  const outputs = tensors.map((tensor) => outputOf(recorder, recorder.viewOf(tensor)));
  const resultShapes = tensors.map((tensor) => [...tensor.shape]);
  const assigned = assignVariables(recorder, [...variables, ...recorder.created.keys()], before);
  return {
    graph: { values: builder.values, nodes: builder.list, outputs: deduplicate(recorder, outputs), assigned },
    result,
    resultShapes,
    created: recorder.created,
    recorder,
  };
}

/** A computed value with exactly the elements of the view. */
function outputOf(recorder: Recorder, view: View): View {
  const computed = view.value.origin.kind === 'computed';
  return computed && isWhole(view) ? view : recorder.builder.copy(view);
}

function deduplicate(recorder: Recorder, outputs: readonly View[]): Value[] {
  const seen = new Set<Value>();
  return outputs.map((view) => {
    const value = seen.has(view.value) ? recorder.builder.copy(view).value : view.value;
    seen.add(value);
    return value;
  });
}

/** Writes what each variable ends up with into its value; first reads everything that such a write would change. */
function assignVariables(
  recorder: Recorder,
  variables: readonly tf.Variable[],
  before: readonly View[],
): tf.Variable[] {
  const { builder } = recorder;
  const changes = variables.flatMap((variable, i) => {
    const target = before[i];
    const view = recorder.viewOf(variable);
    // Variables created by this recording are not part of the program: it is recorded again with them in place.
    const unchanged = view.value === target?.value && isWhole(view);
    return target === undefined || unchanged ? [] : [{ variable, target, view }];
  });
  const staged = changes.map(({ variable, target, view }) => ({
    variable,
    target,
    view: storageOf(view.value).origin.kind === 'variable' ? builder.copy(view) : view,
  }));
  for (const { target, view } of staged) builder.copyInto('Assign', target, view);
  return staged.map(({ variable }) => variable);
}
