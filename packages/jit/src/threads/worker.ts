/** A worker of a team: runs its part of programs when told to. It has no tfjs. */
import { assemble } from '../emit/assemble.js';
import type { Executable } from '../emit/interface.js';
import { KernelLibrary } from '../emit/library.js';
import type { Kernel } from '../ir/kernel.js';
import { keyOf } from '../plan/canonical.js';
import { control, controlBytes, type Message } from './messages.js';
import { begin, standBy } from './stand-by.js';

type Join = Extract<Message, { kind: 'join' }>;

class Worker {
  private readonly library: KernelLibrary;
  /** Equal kernels of several programs are compiled once. */
  private readonly kernels = new Map<string, Kernel>();
  private readonly programs = new Map<number, Executable>();

  constructor(private readonly joined: Join) {
    const { memory, fma, scratch } = joined;
    this.library = new KernelLibrary({ memory, fma, scratch });
    Atomics.add(this.words, control.joined / 4, 1);
  }

  receive(message: Message): void {
    switch (message.kind) {
      case 'join':
        throw new Error('internal: a worker joins once');
      case 'learn':
        this.learn(message);
        break;
      case 'run':
        this.run(message.id, message.base);
        break;
      case 'forget':
        this.programs.delete(message.id);
    }
  }

  /** Runs a program, and those that are called for soon afterwards. */
  private run(id: number, base: number): void {
    const { words } = this;
    const index = control.workers / 4 + this.joined.worker;
    begin(words, index);
    this.programs.get(id)!.run(base);
    while (standBy(words, index)) {
      this.programs.get(words[control.program / 4]!)!.run(words[control.base / 4]!);
    }
  }

  private get words(): Int32Array {
    const { memory, address, threads } = this.joined;
    return new Int32Array(memory.buffer, address, controlBytes(threads - 1) / 4);
  }

  private learn({ id, program }: Extract<Message, { kind: 'learn' }>): void {
    const { address, threads } = this.joined;
    const { words } = this;
    try {
      const kernels = program.kernels.map((kernel) => {
        const key = keyOf(kernel);
        const known = this.kernels.get(key) ?? kernel;
        this.kernels.set(key, known);
        return known;
      });
      const meeting = { address: address + control.barrier, threads, maySleep: true };
      this.programs.set(id, assemble({ ...program, kernels }, this.library, meeting));
    } catch (error) {
      Atomics.store(words, control.failed / 4, 1);
      throw error;
    } finally {
      Atomics.add(words, control.learned / 4, 1);
      Atomics.notify(words, control.learned / 4);
    }
  }
}

let worker: Worker | undefined;

function receive(message: Message): void {
  if (message.kind === 'join') worker = new Worker(message);
  else worker!.receive(message);
}

const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
if (threads?.parentPort) threads.parentPort.on('message', receive);
else globalThis.addEventListener('message', ({ data }: MessageEvent<Message>) => receive(data));
