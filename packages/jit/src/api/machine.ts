import { assemble } from '../emit/assemble.js';
import { SCRATCH_BYTES } from '../emit/interface.js';
import { KernelLibrary } from '../emit/library.js';
import { Heap } from '../memory/heap.js';
import { Residents } from '../memory/residents.js';
import { WeakKernelTable } from '../plan/kernel-table.js';
import { Team, threadsAvailable } from '../threads/team.js';
import type { Machine } from './program.js';

interface Candidate {
  readonly machine: Machine;
  /** Whether its threads have started. */
  readonly isReady: () => boolean;
}

const machines = new Map<number, Candidate>();

/** The machine that works with so many threads, or with one where there cannot be more, or as long as they start. */
export function machineFor(wanted: number): Machine {
  const threads = wanted > 1 && threadsAvailable() ? wanted : 1;
  let candidate = machines.get(threads);
  if (!candidate) {
    candidate = threads === 1 ? { machine: single(), isReady: () => true } : shared(threads);
    machines.set(threads, candidate);
  }
  return candidate.isReady() ? candidate.machine : machineFor(1);
}

function single(): Machine {
  const heap = new Heap();
  const library = libraryIn(heap);
  return {
    heap,
    residents: new Residents(heap),
    kernels: new WeakKernelTable(),
    threads: 1,
    instantiate: (program) => ({ run: assemble(program, library).run, dispose: () => undefined }),
  };
}

function libraryIn(heap: Heap): KernelLibrary {
  return new KernelLibrary({ memory: heap.memory, scratch: heap.allocate(SCRATCH_BYTES) });
}

/** All that 32-bit addresses reach: a shared memory must say how far it may grow. Nothing is taken before it is used. */
const MOST_PAGES = 65_536;

function shared(threads: number): Candidate {
  const heap = new Heap(new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true }));
  const kernels = new WeakKernelTable();
  const team = new Team(heap, libraryIn(heap), threads, kernels);
  const machine: Machine = {
    heap,
    residents: new Residents(heap),
    kernels,
    threads,
    instantiate: (program) => team.instantiate(program),
  };
  return { machine, isReady: () => team.isReady };
}
