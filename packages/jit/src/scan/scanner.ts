import * as tf from '@tensorflow/tfjs';
import { CompileError } from '../errors.js';
import type { KernelNode } from '../graph/node.js';
import type { Value } from '../graph/value.js';
import { sizeOf, wholeView, type View } from '../graph/view.js';
import type { Recorder } from '../record/recorder.js';
import { provideSaved } from './saved.js';
import { handOn, overTime, placeOf, stepOf, type Range } from './stack.js';
import {
  backpropagate,
  differentiable,
  disposeTape,
  gradientDepth,
  takeTensorId,
  withTape,
  type Gradients,
  type TapeNode,
} from './tape.js';

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** One step of a loop over time, as `unroll` of @loci/controllers gives it. */
export type ScanBody = (
  input: tf.Tensor,
  state: Record<string, tf.Tensor>,
) => { readonly output: tf.Tensor; readonly state: Tensors; readonly trace: Tensors };

/**
 * Runs a step over the leading dimension of `inputs` (`[time, ...]`). `outputs` and `traces` are stacked over time,
 * `state` is the one after the last step. Gives undefined where a loop cannot be: inside another one, and where a
 * gradient's gradient is taken.
 */
export type Scan = (
  body: ScanBody,
  inputs: tf.Tensor,
  initial: Tensors,
) =>
  | {
      readonly outputs: tf.Tensor;
      readonly state: Record<string, tf.Tensor>;
      readonly traces: Record<string, tf.Tensor>;
    }
  | undefined;

/** A part of the state, over time. */
interface Carried {
  readonly name: string;
  readonly shape: readonly number[];
  /** `time + 1` states, the first one being the initial. */
  readonly stack: Value;
  /** The tensor that the body was given. */
  readonly given: tf.Tensor;
  readonly initial: tf.Tensor;
}

/** A recorded loop. */
interface Forward {
  readonly time: number;
  readonly range: Range;
  readonly nodes: readonly KernelNode[];
  readonly tape: readonly TapeNode[];
  readonly inputs: tf.Tensor;
  /** The tensor that the body was given as its input. */
  readonly input: tf.Tensor;
  readonly carried: readonly Carried[];
  readonly result: ReturnType<ScanBody>;
  /** Tensors from outside that the body uses. */
  readonly captured: readonly tf.Tensor[];
}

type Step = ReturnType<ScanBody> & tf.TensorContainerObject;

const isFloat = (tensor: tf.Tensor): boolean => tensor.dtype === 'float32';

/**
 * Records loops over time as loops: the body is recorded once, and so is its gradient, by tfjs's own rules, as the body
 * of a loop that runs backwards. What a program costs to compile does not depend on the length of its sequences.
 */
export class Scanner {
  private inside = false;

  constructor(private readonly recorder: Recorder) {}

  scan(body: ScanBody, inputs: tf.Tensor, initial: Tensors): ReturnType<Scan> {
    if (this.inside || gradientDepth() > 1) return undefined;
    const forward = this.forward(body, inputs, initial);
    this.recorder.whenDone(() => disposeTape(forward.tape));
    const views = this.resultViews(forward);
    const tensors = this.resultTensors(
      forward,
      views.map(({ view }) => view),
    );
    const named = (kind: string): Record<string, tf.Tensor> =>
      Object.fromEntries(views.flatMap((each, i) => (each.kind === kind ? [[each.name, tensors[i]!]] : [])));
    return { outputs: tensors[0]!, state: named('state'), traces: named('trace') };
  }

  private forward(body: ScanBody, inputs: tf.Tensor, initial: Tensors): Forward {
    const { recorder } = this;
    const { builder } = recorder;
    const time = inputs.shape[0]!;
    const stackedInputs = builder.contiguous(recorder.viewOf(inputs)).value;
    const firstTensor = takeTensorId();
    const placeholder = (stack: Value, shape: readonly number[]): tf.Tensor =>
      recorder.tensor(wholeView(stepOf(builder, stack, sizeOf(shape), 0), shape));
    const input = placeholder(stackedInputs, inputs.shape.slice(1));
    const carried = Object.entries(initial).map(([name, tensor]): Carried => {
      const view = recorder.viewOf(tensor);
      const stack = builder.value(view.value.type, (time + 1) * sizeOf(view.shape));
      builder.copyInto('Initial', placeOf(stack, view.shape, 0), view);
      return { name, shape: view.shape, stack, given: placeholder(stack, view.shape), initial: tensor };
    });
    const first = builder.values.length;
    this.inside = true;
    try {
      const { result: recorded, nodes } = builder.apart(() => {
        const state = Object.fromEntries(carried.map(({ name, given }) => [name, given]));
        const { result, tape } = withTape(() => tf.tidy(() => body(input, state) as Step));
        const range = { first, end: builder.values.length };
        for (const each of carried) {
          const next = result.state[each.name];
          checkState(each, next);
          handOn(builder, recorder.viewOf(next!), each.stack, 1, range);
        }
        return { result, tape, range };
      });
      const loopBody = nodes as KernelNode[];
      builder.emit({ kind: 'loop', count: time, reverse: false, body: loopBody });
      const captured = new Map<number, tf.Tensor>();
      for (const node of recorded.tape) {
        for (const tensor of Object.values(node.inputs)) {
          if (tensor.id < firstTensor && isFloat(tensor)) captured.set(tensor.id, tensor);
        }
      }
      return {
        ...recorded,
        time,
        nodes: loopBody,
        inputs,
        input,
        carried,
        captured: [...captured.values()],
      };
    } finally {
      this.inside = false;
    }
  }

  /** What the loop gives: the outputs, the last state, the traces. */
  private resultViews({ time, range, result, carried }: Forward) {
    const { recorder } = this;
    const stacked = (tensor: tf.Tensor): View =>
      overTime(recorder.builder, recorder.viewOf(tensor), time, [range]);
    return [
      { kind: 'output', name: 'output', view: stacked(result.output) },
      ...carried.map(({ name, stack, shape }) => ({
        kind: 'state',
        name,
        view: placeOf(stack, shape, time),
      })),
      ...Object.entries(result.trace).map(([name, tensor]) => ({
        kind: 'trace',
        name,
        view: stacked(tensor),
      })),
    ];
  }

  /** Tensors for the results, whose gradient is a loop that runs backwards. */
  private resultTensors(forward: Forward, views: readonly View[]): tf.Tensor[] {
    const { inputs, carried, captured } = forward;
    const sources = [
      ['input', inputs] as const,
      ...carried.map(({ name, initial }) => [`state ${name}`, initial] as const),
      ...captured.map((tensor) => [`captured ${tensor.id}`, tensor] as const),
    ].filter(([, tensor]) => isFloat(tensor));
    return differentiable({
      inputs: Object.fromEntries(sources),
      forwardFunc: () => views.map((view) => this.recorder.tensor(view)),
      backwardsFunc: (dy) => this.backward(forward, [dy].flat()),
    });
  }

  private backward(forward: Forward, dys: readonly tf.Tensor[]): Gradients {
    const { recorder } = this;
    const { builder } = recorder;
    const { time, result, carried, captured, input } = forward;
    const flows = dys.map((dy) => recorder.viewOf(dy));
    const stacked = [result.output, ...Object.values(result.trace)].map((tensor, i) => ({
      tensor,
      view: flows[i === 0 ? 0 : carried.length + i]!,
    }));
    const perStep = stacked.flatMap(({ tensor, view }) =>
      isFloat(tensor) && !isZero(view) ? [{ tensor, view: this.stepsOf(view) }] : [],
    );
    const states = carried.flatMap((each, i) => {
      if (!isFloat(each.given)) return [];
      const stack = builder.value('float32', each.stack.size);
      builder.copyInto('Initial', placeOf(stack, each.shape, time), flows[i + 1]!);
      return [{ ...each, stack }];
    });
    const first = builder.values.length;
    const { result: recorded, nodes } = builder.apart(() => {
      const gradients = new Map<number, tf.Tensor>();
      const seed = (tensor: tf.Tensor, view: View): void => {
        const known = gradients.get(tensor.id);
        const flow = recorder.tensor(view);
        gradients.set(tensor.id, known ? tf.add(known, flow) : flow);
      };
      for (const { tensor, view } of perStep) seed(tensor, view);
      for (const { name, stack, shape } of states) {
        seed(result.state[name]!, wholeView(stepOf(builder, stack, sizeOf(shape), 1), shape));
      }
      const wanted = [input, ...states.map(({ given }) => given), ...captured];
      backpropagate(forward.tape, new Set(wanted.map(({ id }) => id)), gradients);
      const viewOf = (tensor: tf.Tensor): View => {
        const gradient = gradients.get(tensor.id);
        return gradient ? recorder.viewOf(gradient) : builder.uniform('float32', tensor.shape, 0);
      };
      const range = { first, end: builder.values.length };
      for (const { given, stack } of states) handOn(builder, viewOf(given), stack, 0, range);
      return { range, input: viewOf(input), captured: captured.map(viewOf) };
    });
    const bodies = [forward.range, recorded.range];
    const overAll = (view: View): View => overTime(builder, view, time, bodies);
    const inputGradient = overAll(recorded.input);
    const capturedGradients = recorded.captured.map(overAll);
    const body = provideSaved(builder, time, forward, nodes as KernelNode[]);
    builder.emit({ kind: 'loop', count: time, reverse: true, body });
    const tensor = (view: View) => (): tf.Tensor => recorder.tensor(view);
    return Object.fromEntries([
      ['input', tensor(inputGradient)],
      ...states.map(({ name, stack, shape }) => [`state ${name}`, tensor(placeOf(stack, shape, 0))]),
      ...captured.map(({ id }, i) => [
        `captured ${id}`,
        () => recorder.tensor(builder.reduce('SumOverTime', 'sum', capturedGradients[i]!, [0])),
      ]),
    ]) as Gradients;
  }

  /** The view of one step of a view over time. */
  private stepsOf(view: View): View {
    const { builder } = this.recorder;
    const shape = view.shape.slice(1);
    if (view.value.origin.kind === 'uniform') return { ...view, shape, strides: view.strides.slice(1) };
    const { value } = builder.contiguous(view);
    return wholeView(stepOf(builder, value, sizeOf(shape), 0), shape);
  }
}

function isZero({ value: { origin } }: View): boolean {
  return origin.kind === 'uniform' && origin.value === 0;
}

function checkState({ name, shape, given }: Carried, next: tf.Tensor | undefined): void {
  if (!next) throw new CompileError(`a step of the loop over time gives no state '${name}'`);
  const there = `${given.dtype} [${shape.join(', ')}]`;
  const here = `${next.dtype} [${next.shape.join(', ')}]`;
  if (there !== here) {
    throw new CompileError(`a step of the loop over time makes the state '${name}' ${here}, it was ${there}`);
  }
}
