import * as tf from '@tensorflow/tfjs';
import { CompileError, HostReadError, UnsupportedKernelError } from '../errors.js';
import { GraphBuilder } from '../graph/builder.js';
import type { Value } from '../graph/value.js';
import { wholeView, type View } from '../graph/view.js';
import type { ElementType } from '../ir/expression.js';
import type { Lowering } from '../lower/lowering.js';
import { Scanner, type Scan } from '../scan/scanner.js';

interface Entry {
  readonly view: View;
  references: number;
}

/** A number that a recorded tensor stands for and that must be read anew before each call. */
export interface DynamicSource {
  /** The reader for a captured tensor or for a number just written, if it is one that changes between calls. */
  ofCaptured(tensor: tf.Tensor): (() => number) | undefined;
  ofWritten(value: number): (() => number) | undefined;
}

export function elementType(dtype: tf.DataType, where: string): ElementType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new UnsupportedKernelError(where, `a tensor of type ${dtype}`);
}

/**
 * What one recording collects: the views that tensors stand for, by dataId, and the graph under construction. A
 * tensor of another backend met on the way is captured: its elements are constants of the program.
 */
export class Recorder {
  readonly builder = new GraphBuilder();
  /** The names of the tfjs kernels called, in order. */
  readonly kernels: string[] = [];
  /** For each constant, the tfjs operation that wrote it. */
  readonly writers = new Map<Value, string>();
  /** Variables created while recording, with what they held first. */
  readonly created = new Map<tf.Variable, View>();
  private readonly entries = new Map<object, Entry>();
  private readonly captured = new Map<object, View>();
  private readonly known: Set<tf.Variable>;
  private asynchronousRead: string | undefined;
  private readonly endings: (() => void)[] = [];

  constructor(private readonly dynamic: DynamicSource) {
    this.known = new Set(Object.values(tf.engine().registeredVariables));
  }

  private readonly scanner = new Scanner(this);
  readonly scan: Scan = (body, inputs, initial) => this.scanner.scan(body, inputs, initial);

  /** What is to be done when the recording has ended, well or not. */
  whenDone(ending: () => void): void {
    this.endings.push(ending);
  }

  end(): void {
    for (const ending of this.endings.splice(0)) ending();
  }

  /** The view that a tensor stands for. */
  viewOf(tensor: tf.TensorInfo): View {
    return this.entries.get(tensor.dataId)?.view ?? this.capture(tensor);
  }

  /** A tensor's data id that stands for a view. */
  register(view: View): object {
    const dataId = {};
    this.entries.set(dataId, { view, references: 1 });
    return dataId;
  }

  /** A tensor that stands for a view; tfjs tracks it like any other. */
  tensor(view: View): tf.Tensor {
    return tf.engine().makeTensorFromTensorInfo(this.info(view));
  }

  lower(
    name: string,
    lowering: Lowering,
    inputs: tf.NamedTensorInfoMap,
    attributes: object,
  ): tf.TensorInfo | tf.TensorInfo[] {
    this.kernels.push(name);
    const views: Record<string, View> = {};
    for (const input in inputs) {
      const info = inputs[input];
      if (info) views[input] = this.viewOf(info);
    }
    const result = lowering({
      name,
      inputs: views,
      attributes: attributes as Record<string, unknown>,
      builder: this.builder,
    });
    return Array.isArray(result)
      ? (result as readonly View[]).map((view) => this.info(view))
      : this.info(result as View);
  }

  write(values: tf.backend_util.BackendValues, shape: number[], dtype: tf.DataType): object {
    const where = operationName();
    const type = elementType(dtype, where);
    const numbers = values as ArrayLike<number>;
    const read = numbers.length === 1 && type === 'float32' ? this.dynamic.ofWritten(numbers[0]!) : undefined;
    if (read) {
      const value = this.builder.value(type, 1, { kind: 'dynamic', read });
      return this.register({ value, shape, offset: 0, strides: shape.map(() => 0) });
    }
    const view = this.builder.constant(type, shape, numbers);
    this.writers.set(view.value, where);
    return this.register(view);
  }

  retain(dataId: object): void {
    this.adoptNewVariables();
    const entry = this.entries.get(dataId);
    if (entry) entry.references++;
  }

  release(dataId: object, force = false): boolean {
    const entry = this.entries.get(dataId);
    if (!entry) return true;
    if (--entry.references > 0 && !force) return false;
    this.entries.delete(dataId);
    return true;
  }

  references(dataId: object): number {
    return this.entries.get(dataId)?.references ?? 0;
  }

  refuseRead(dataId: object): never {
    throw new HostReadError(this.describeRead(dataId));
  }

  rememberRead(dataId: object): void {
    this.asynchronousRead ??= this.describeRead(dataId);
  }

  /** To be called when the function has returned. */
  checkReads(): void {
    if (this.asynchronousRead !== undefined) throw new HostReadError(this.asynchronousRead);
  }

  private describeRead(dataId: object): string {
    const shape = this.entries.get(dataId)?.view.shape ?? [];
    return (
      `the function reads the value of a tensor of shape [${shape.join(', ')}] (data, dataSync, array, print or the like) ` +
      `while it is compiled, when only shapes are known; decide on values with tf.where, return the tensor and read it ` +
      `outside, or call jit with { fallback: 'eager' }`
    );
  }

  private info(view: View): tf.TensorInfo {
    return { dataId: this.register(view), shape: [...view.shape], dtype: view.value.type };
  }

  private capture(info: tf.TensorInfo): View {
    const known = this.captured.get(info.dataId);
    if (known) return { ...known, shape: info.shape, strides: wholeView(known.value, info.shape).strides };
    if (!(info instanceof tf.Tensor)) {
      throw new CompileError(`internal: a kernel was given data of another backend that is no tensor`);
    }
    const type = elementType(info.dtype, operationName());
    const read = this.dynamic.ofCaptured(info);
    const value = this.builder.value(
      type,
      info.size,
      read ? { kind: 'dynamic', read } : { kind: 'captured', tensor: info },
    );
    const view = wholeView(value, info.shape);
    this.captured.set(info.dataId, view);
    return view;
  }

  /** tfjs tells a backend of a new variable only by counting one more reference to its data. */
  private adoptNewVariables(): void {
    for (const variable of Object.values(tf.engine().registeredVariables)) {
      if (this.known.has(variable)) continue;
      this.known.add(variable);
      this.created.set(variable, this.viewOf(variable));
    }
  }
}

/** The name of the tfjs operation that is running, such as 'randomNormal', for messages. */
function operationName(): string {
  const scopes = tf.engine().state.scopeStack;
  for (let i = scopes.length - 1; i >= 0; i--) {
    const name = scopes[i]!.name;
    if (name.endsWith('__op')) return name.slice(0, -'__op'.length);
  }
  return 'the function itself';
}
