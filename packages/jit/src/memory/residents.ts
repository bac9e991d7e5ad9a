import * as tf from '@tensorflow/tfjs';
import type { Heap } from './heap.js';
import { copyIn, residentBackend } from './resident-backend.js';

interface Slot {
  readonly address: number;
  /** The data that the variable has while its elements are here. */
  dataId: object | undefined;
  /** How many programs name the address. */
  users: number;
}

/** The places of variables in a heap. Programs that use the same variable share its place. */
export class Residents {
  private readonly slots = new Map<tf.Variable, Slot>();

  constructor(private readonly heap: Heap) {}

  /** The variable's address, which stays the same until as many `release` calls. */
  retain(variable: tf.Variable): number {
    let slot = this.slots.get(variable);
    if (!slot) {
      slot = { address: this.heap.allocate(variable.size * 4), dataId: undefined, users: 0 };
      this.slots.set(variable, slot);
    }
    slot.users++;
    return slot.address;
  }

  release(variable: tf.Variable): void {
    const slot = this.slots.get(variable)!;
    if (--slot.users > 0) return;
    this.moveOut(variable, slot);
    this.slots.delete(variable);
    this.heap.free(slot.address);
  }

  /** Makes sure that the elements of variables are in place: takes over those that are new or were moved away. */
  bringIn(variables: readonly tf.Variable[]): void {
    const backend = residentBackend();
    for (const variable of variables) {
      const slot = this.slots.get(variable)!;
      if (variable.dataId !== slot.dataId || !backend.has(slot.dataId)) this.takeOver(variable, slot);
    }
  }

  private takeOver(variable: tf.Variable, slot: Slot): void {
    if (variable.isDisposed) {
      throw new Error(`variable '${variable.name}' is disposed, but the compiled function uses it`);
    }
    copyIn(this.heap, slot.address, variable.dataSync(), variable.dtype);
    const dataId = {};
    residentBackend().add(dataId, {
      heap: this.heap,
      address: slot.address,
      size: variable.size,
      dtype: variable.dtype,
    });
    slot.dataId = dataId;
    replaceData(variable, dataId, residentBackend());
  }

  /** When no program uses the place any more, the elements go to the active backend. */
  private moveOut(variable: tf.Variable, slot: Slot): void {
    if (variable.isDisposed || variable.dataId !== slot.dataId || !residentBackend().has(slot.dataId)) return;
    const values = tf.tensor(variable.dataSync(), variable.shape, variable.dtype as 'float32');
    variable.assign(values);
    values.dispose();
  }
}

/** What `variable.assign` does, for data of a backend that is not the active one. */
function replaceData(variable: tf.Variable, dataId: object, backend: tf.KernelBackend): void {
  const engine = tf.engine();
  engine.disposeTensor(variable);
  variable.dataId = dataId;
  // tfjs counts tensors, and this one is counted in the variable's place: disposing of the variable counts it out.
  tf.keep(engine.makeTensorFromTensorInfo({ dataId, shape: variable.shape, dtype: variable.dtype }, backend));
}
