import * as tf from '@tensorflow/tfjs';
import type { Heap } from './heap.js';

/**
 * The tfjs backend that owns the data of variables which compiled programs use: their elements stay in the programs'
 * memory. It has no kernels and is never the active backend. Reading a variable copies its elements out; any eager use
 * makes tfjs move them to the active backend by its own rules, and the next compiled call takes them back.
 */
const RESIDENT = 'loci-jit';

interface Resident {
  readonly heap: Heap;
  readonly address: number;
  readonly size: number;
  readonly dtype: tf.DataType;
}

class ResidentBackend extends tf.KernelBackend {
  private readonly residents = new Map<object, Resident>();

  add(dataId: object, resident: Resident): void {
    this.residents.set(dataId, resident);
  }

  has(dataId: object): boolean {
    return this.residents.has(dataId);
  }

  override readSync(dataId: object): tf.backend_util.TypedArray {
    const { heap, address, size, dtype } = this.residents.get(dataId)!;
    return copyOut(heap, address, size, dtype);
  }

  override read(dataId: object): Promise<tf.backend_util.TypedArray> {
    return Promise.resolve(this.readSync(dataId));
  }

  override disposeData(dataId: object): boolean {
    this.residents.delete(dataId);
    return true;
  }

  /** Only the variable itself refers to resident data: sharing data moves it to another backend. */
  override refCount(dataId: object): number {
    return this.residents.has(dataId) ? 1 : 0;
  }

  override incRef(): void {}

  override numDataIds(): number {
    return this.residents.size;
  }

  override write(): never {
    throw new Error('internal: the resident backend makes no tensors');
  }

  override move(): never {
    throw new Error('internal: tfjs moves no data to the resident backend');
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override dispose(): void {
    this.residents.clear();
  }
}

let instance: ResidentBackend | undefined;

export function residentBackend(): ResidentBackend {
  if (instance && tf.findBackend(RESIDENT) === instance) return instance;
  const created = new ResidentBackend();
  tf.registerBackend(RESIDENT, () => created, 0);
  // Brings it up, so that tfjs knows the instance by its name.
  tf.findBackend(RESIDENT);
  instance = created;
  return created;
}

/** As many elements are quicker copied one by one than by the engine's own means: the value of a loss is one. */
const FEW = 16;

/** The elements as tfjs holds them: bool takes four bytes in the programs' memory and one in tfjs. */
export function copyOut(
  heap: Heap,
  address: number,
  size: number,
  dtype: tf.DataType,
): tf.backend_util.TypedArray {
  const from = address / 4;
  if (dtype === 'float32') {
    const { floats } = heap;
    if (size > FEW) return floats.slice(from, from + size);
    const values = new Float32Array(size);
    for (let i = 0; i < size; i++) values[i] = floats[from + i]!;
    return values;
  }
  const ints = heap.ints.subarray(from, from + size);
  return dtype === 'bool' ? Uint8Array.from(ints) : ints.slice();
}

export function copyIn(
  heap: Heap,
  address: number,
  values: tf.backend_util.TypedArray,
  dtype: tf.DataType,
): void {
  (dtype === 'float32' ? heap.floats : heap.ints).set(values, address / 4);
}
