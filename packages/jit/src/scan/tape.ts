import * as tf from '@tensorflow/tfjs';
import { CompileError } from '../errors.js';

/** For each input of an operation, its gradient when asked for. */
export type Gradients = Readonly<Record<string, () => tf.Tensor>>;

/** An operation on the tape of tfjs's automatic differentiation. */
export interface TapeNode {
  readonly kernelName: string;
  readonly inputs: tf.NamedTensorMap;
  readonly outputs: readonly tf.Tensor[];
  /** What the gradient needs; kept alive by tfjs until it is disposed here. */
  readonly saved: readonly tf.Tensor[];
  readonly gradient?: (dys: readonly (tf.Tensor | undefined)[]) => Readonly<Record<string, () => tf.Tensor>>;
}

/** What of tfjs's engine is private in its types. */
interface Engine {
  nextTensorId(): number;
  runKernelFunc(operation: Operation): tf.Tensor[];
  readonly state: TapeState;
}

interface TapeState {
  activeTape: TapeNode[] | null;
  gradientDepth: number;
  kernelDepth: number;
}

const engine = (): Engine => tf.engine() as unknown as Engine;

/** How many gradients are being taken around the operation that runs now: 0 for none, 2 for a gradient's gradient. */
export function gradientDepth(): number {
  const { gradientDepth, kernelDepth } = engine().state;
  return kernelDepth === 0 ? gradientDepth : 0;
}

/** Takes an id: tensors made before have lower ones, tensors made from now on higher ones. */
export const takeTensorId = (): number => engine().nextTensorId();

/** Runs a function with a tape of its own, whatever tape is active. */
export function withTape<T>(run: () => T): { readonly result: T; readonly tape: readonly TapeNode[] } {
  const { state } = engine();
  const { activeTape, gradientDepth, kernelDepth } = state;
  const tape: TapeNode[] = [];
  Object.assign(state, { activeTape: tape, gradientDepth: 1, kernelDepth: 0 });
  try {
    return { result: run(), tape };
  } finally {
    Object.assign(state, { activeTape, gradientDepth, kernelDepth });
  }
}

/**
 * Reverse-mode differentiation along a tape, as tfjs does it: adds to `gradients` (by tensor id) what flows to every
 * tensor that depends on a wanted one, those included.
 */
export function backpropagate(
  tape: readonly TapeNode[],
  wanted: ReadonlySet<number>,
  gradients: Map<number, tf.Tensor>,
): void {
  const reached = new Set(wanted);
  const along = tape.filter(({ inputs, outputs }) => {
    if (!Object.values(inputs).some(({ id }) => reached.has(id))) return false;
    for (const { id } of outputs) reached.add(id);
    return true;
  });
  for (const { kernelName, inputs, outputs, gradient } of along.reverse()) {
    const dys = outputs.map(({ id }) => gradients.get(id));
    if (dys.every((dy) => dy === undefined)) continue;
    if (!gradient) throw new CompileError(`tfjs has no gradient for the kernel '${kernelName}'`);
    const flows = gradient(dys);
    for (const [name, { id, dtype }] of Object.entries(inputs)) {
      if (!reached.has(id) || dtype !== 'float32') continue;
      const flow = flows[name]!();
      const known = gradients.get(id);
      gradients.set(id, known ? tf.add(known, flow) : flow);
    }
  }
}

/** An operation of several results with a gradient of its own: `tf.customGrad` for more than one result. */
export interface Operation {
  readonly inputs: tf.NamedTensorMap;
  readonly forwardFunc: () => tf.Tensor[];
  /** Given one tensor if there is one result, else a list. */
  readonly backwardsFunc: (dy: tf.Tensor | tf.Tensor[]) => Gradients;
}

export const differentiable = (operation: Operation): tf.Tensor[] => engine().runKernelFunc(operation);

export function disposeTape(tape: readonly TapeNode[]): void {
  for (const { saved } of tape) tf.dispose([...saved]);
}
