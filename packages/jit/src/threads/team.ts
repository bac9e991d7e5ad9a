import { assemble } from '../emit/assemble.js';
import { SCRATCH_BYTES } from '../emit/interface.js';
import type { KernelLibrary } from '../emit/library.js';
import type { Program } from '../ir/program.js';
import type { Heap } from '../memory/heap.js';
import type { KernelTable } from '../plan/kernel-table.js';
import { control, controlBytes, type Message } from './messages.js';
import { partition } from './partition.js';
import { call, release } from './stand-by.js';

/** How long workers may take to start and to compile a program, in milliseconds. */
const PATIENCE = 60_000;

/** What a worker thread is here, in Node and elsewhere. */
interface Port {
  postMessage(message: Message): void;
}

/** Node's threads; undefined elsewhere. */
const workerThreads = globalThis.process?.getBuiltinModule?.('node:worker_threads');

/**
 * Whether several threads can share memory and wait for one another. The main thread of a browser page may not wait; a
 * worker of the page may.
 */
export function threadsAvailable(): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  return workerThreads !== undefined || typeof (globalThis as { window?: unknown }).window === 'undefined';
}

function startWorker(): Port {
  const file = new URL('./worker.js', import.meta.url);
  if (!workerThreads) return new Worker(file, { type: 'module' });
  const worker = new workerThreads.Worker(file);
  // A process ends when its main thread has nothing more to do.
  worker.unref();
  return worker;
}

/** The main thread and its workers, who share a memory and run programs together. */
export class Team {
  private readonly workers: readonly Port[];
  private readonly address: number;
  /** Shared memory may grow: what was seen of it stays. */
  private readonly words: Int32Array;
  private programs = 0;

  constructor(
    heap: Heap,
    private readonly library: KernelLibrary,
    private readonly threads: number,
    private readonly table: KernelTable,
  ) {
    const bytes = controlBytes(threads - 1);
    this.address = heap.allocate(bytes);
    this.words = new Int32Array(heap.memory.buffer, this.address, bytes / 4);
    this.words.fill(0);
    this.workers = Array.from({ length: threads - 1 }, startWorker);
    const joined = {
      kind: 'join',
      memory: heap.memory,
      fma: library.fma,
      address: this.address,
      threads,
    } as const;
    this.workers.forEach((port, worker) =>
      port.postMessage({ ...joined, scratch: heap.allocate(SCRATCH_BYTES), worker }),
    );
  }

  /**
   * Whether the workers can be waited for. A browser starts them only while the thread that asked for them does nothing,
   * so not within the call that did.
   */
  get isReady(): boolean {
    return (
      workerThreads !== undefined || Atomics.load(this.words, control.joined / 4) === this.workers.length
    );
  }

  /** Divides a program among the threads, and waits until all are ready to run it. */
  instantiate(program: Program): { run(base: number): void; dispose(): void } {
    const id = this.programs++;
    const [own, ...others] = partition(program, this.threads, this.table);
    Atomics.store(this.words, control.learned / 4, 0);
    others.forEach((program, worker) => this.tell(worker, { kind: 'learn', id, program }));
    const meeting = { address: this.address + control.barrier, threads: this.threads, maySleep: true };
    const { run } = assemble(own!, this.library, meeting);
    this.awaitLearned();
    return {
      run: (base) => {
        this.call(id, base);
        run(base);
      },
      dispose: () => this.workers.forEach((_, worker) => this.tell(worker, { kind: 'forget', id })),
    };
  }

  /** Has the workers run their parts. What the call before named has been read: all have met at its end. */
  private call(id: number, base: number): void {
    const { words } = this;
    words[control.program / 4] = id;
    words[control.base / 4] = base;
    this.workers.forEach((port, worker) => {
      if (!call(words, control.workers / 4 + worker)) port.postMessage({ kind: 'run', id, base });
    });
  }

  private tell(worker: number, message: Message): void {
    this.workers[worker]!.postMessage(message);
    release(this.words, control.workers / 4 + worker);
  }

  private awaitLearned(): void {
    const { words } = this;
    const until = performance.now() + PATIENCE;
    for (;;) {
      const learned = Atomics.load(words, control.learned / 4);
      if (Atomics.load(words, control.failed / 4))
        throw new Error('internal: a worker thread could not compile its part');
      if (learned === this.workers.length) return;
      const left = until - performance.now();
      if (left <= 0) throw new Error(`internal: a worker thread did not answer within ${PATIENCE / 1000} s`);
      Atomics.wait(words, control.learned / 4, learned, left);
    }
  }
}
