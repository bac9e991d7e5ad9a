import type { Graph } from '../graph/graph.js';
import type { Program } from '../ir/program.js';

/** What compiling one signature of a function took, and what came of it. */
export interface ProgramStats {
  /** Structure, types and shapes of the arguments. */
  readonly signature: string;
  /** Kernels that a call runs as recorded and as compiled, those in loops once for each step. */
  readonly kernelsBefore: number;
  readonly kernelsAfter: number;
  /** Different ones among them. Programs share the code of equal kernels. */
  readonly uniqueKernels: number;
  /** Threads that share the work of a call: one where memory cannot be shared. */
  readonly threads: number;
  /** Memory for all that lives only during a call, in bytes; programs share it. */
  readonly arenaBytes: number;
  /** Running the function on tensors without elements, as often as it was. */
  readonly traceMs: number;
  /** Passes over what was recorded, planning of memory, generation of WebAssembly and its compilation by the engine. */
  readonly compileMs: number;
  /** The passes among that. */
  readonly passesMs: number;
  /** Calls so far, and the time they took in all, copying arguments and results included. */
  readonly runs: number;
  readonly runMs: number;
}

export interface JitStats {
  /** The signatures that have a program now, the one used last at the end. */
  readonly programs: readonly ProgramStats[];
  /** Signatures compiled so far, those included whose program was given up for others. */
  readonly compiled: number;
}

/** Kernels that a graph runs. */
export function kernelsRun({ nodes }: Graph): number {
  return nodes.reduce((sum, node) => sum + (node.kind === 'loop' ? node.count * node.body.length : 1), 0);
}

/** Kernels that a program runs. */
export function callsOf({ steps }: Program): number {
  return steps.reduce((sum, step) => sum + (step.kind === 'loop' ? step.count * step.body.length : 1), 0);
}

/** Milliseconds spent in some work, over several times. */
export class Timer {
  milliseconds = 0;

  during<T>(work: () => T): T {
    const begin = performance.now();
    try {
      return work();
    } finally {
      this.milliseconds += performance.now() - begin;
    }
  }
}
