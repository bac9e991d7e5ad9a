import * as tf from '@tensorflow/tfjs';
import { UnsupportedKernelError } from '../errors.js';
import { loweringTable } from '../lower/table.js';
import type { Recorder } from './recorder.js';

/**
 * The tfjs backend that is active while a function is recorded. Its kernels compute nothing: each is lowered to views
 * and nodes of the recorder's graph, and gives back tensors that have a shape and a type but no elements.
 */
const RECORDER = 'loci-recorder';

class RecorderBackend extends tf.KernelBackend {
  /** Set while a function is recorded. */
  recorder: Recorder | undefined;

  private get active(): Recorder {
    if (!this.recorder) throw new Error('internal: the recording backend is used while nothing is recorded');
    return this.recorder;
  }

  override write(values: tf.backend_util.BackendValues, shape: number[], dtype: tf.DataType): object {
    return this.active.write(values, shape, dtype);
  }

  override readSync(dataId: object): never {
    return this.active.refuseRead(dataId);
  }

  /** An asynchronous read cannot throw where it happens, so it is remembered until the recording ends. */
  override read(dataId: object): Promise<never> {
    this.active.rememberRead(dataId);
    return new Promise(() => undefined);
  }

  override disposeData(dataId: object, force?: boolean): boolean {
    return this.recorder?.release(dataId, force) ?? true;
  }

  override incRef(dataId: object): void {
    this.active.retain(dataId);
  }

  override refCount(dataId: object): number {
    return this.active.references(dataId);
  }

  override move(): void {
    throw new Error('internal: tensors are never moved to the recording backend');
  }

  /** What is recorded has no data that could leak; tfjs compares these counts while programs are tested. */
  override numDataIds(): number {
    return 0;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override dispose(): void {
    this.recorder = undefined;
  }

  /** See `Scan`: cells are unrolled through this. */
  get scan(): Recorder['scan'] {
    return this.active.scan;
  }
}

let instance: RecorderBackend | undefined;

function backend(): RecorderBackend {
  if (instance && tf.findBackend(RECORDER) === instance) return instance;
  const created = new RecorderBackend();
  tf.registerBackend(RECORDER, () => created, 0);
  // Brings it up.
  tf.findBackend(RECORDER);
  for (const [kernelName, lowering] of Object.entries(loweringTable)) {
    tf.registerKernel({
      kernelName,
      backendName: RECORDER,
      kernelFunc: ({ inputs, attrs }) => created.recorder!.lower(kernelName, lowering, inputs, attrs ?? {}),
    });
  }
  instance = created;
  seen.clear();
  return created;
}

/** Backends whose kernels were looked through: that takes longer than many a recording. */
const seen = new Set<string>();

/** Kernels that some backend has and the compiler lacks answer with the error that names them. */
function registerRefusals(backendName: string): void {
  if (seen.has(backendName)) return;
  seen.add(backendName);
  for (const { kernelName } of tf.getKernelsForBackend(backendName)) {
    if (tf.getKernel(kernelName, RECORDER)) continue;
    tf.registerKernel({
      kernelName,
      backendName: RECORDER,
      kernelFunc: () => {
        throw new UnsupportedKernelError(kernelName);
      },
    });
  }
}

/** Runs `record` with the recording backend active and brings the former backend back, whatever happens. */
export function whileRecording<T>(recorder: Recorder, record: () => T): T {
  const engine = tf.engine();
  const { backendName, backend: backendInstance } = engine;
  if (backendName === RECORDER) throw new Error('internal: recordings do not nest');
  const recording = backend();
  registerRefusals(backendName);
  recording.recorder = recorder;
  // What tf.setBackend does, but for going through the kernels of all backends, which takes a millisecond.
  Object.assign(engine, { backendName: RECORDER, backendInstance: recording });
  try {
    return record();
  } finally {
    Object.assign(engine, { backendName, backendInstance });
    recording.recorder = undefined;
  }
}

/** Whether a function is being recorded at this moment. */
export function isRecording(): boolean {
  return instance?.recorder !== undefined;
}
