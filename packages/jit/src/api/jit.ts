import { assemble } from '../emit/assemble.js';
import { KernelLibrary } from '../emit/library.js';
import { CompileError } from '../errors.js';
import { Heap } from '../memory/heap.js';
import { Residents } from '../memory/residents.js';
import { countStep } from '../record/optimizers.js';
import type { TracedFunction } from '../record/record.js';
import { isRecording } from '../record/recorder-backend.js';
import { flatten, rebuild, type Tree } from '../record/tree.js';
import { compile, type Compiled } from './compile.js';
import type { Machine } from './program.js';

export interface JitOptions {
  /**
   * What to do with a function that cannot be compiled: run it as it is, with one warning, or throw the reason.
   * @defaultValue 'eager'
   */
  readonly fallback?: 'eager' | 'error';
  /**
   * How many signatures keep their programs; the one not used for longest goes first.
   * @defaultValue 64
   */
  readonly cacheSize?: number;
}

/** A compiled function: called like the original. */
export interface Jitted<F extends TracedFunction> {
  (...args: Parameters<F>): ReturnType<F>;
  /** Frees all programs; the next call compiles again. */
  dispose(): void;
}

let machine: Machine | undefined;

function sharedMachine(): Machine {
  if (!machine) {
    const heap = new Heap();
    const library = new KernelLibrary({ memory: heap.memory });
    machine = {
      heap,
      residents: new Residents(heap),
      kernels: new Map(),
      instantiate: (program) => assemble(program, library).run,
    };
  }
  return machine;
}

/** Compiles a synchronous tfjs function, one program for each signature of its arguments. */
export function jit<F extends TracedFunction>(
  fn: F,
  { fallback = 'eager', cacheSize = 64 }: JitOptions = {},
): Jitted<F> {
  const programs = new Map<string, Compiled>();
  let refused = false;
  let isFirst = true;

  const remember = (key: string, compiled: Compiled): void => {
    programs.set(key, compiled);
    while (programs.size > cacheSize) {
      const [oldest, program] = programs.entries().next().value!;
      programs.delete(oldest);
      program.bound.dispose();
    }
  };

  const call = (...args: Parameters<F>): ReturnType<F> => {
    if (refused || isRecording()) return fn(...args) as ReturnType<F>;
    const { tensors, key } = flatten(args as unknown as Tree, 'arguments');
    let compiled = programs.get(key);
    programs.delete(key);
    if (compiled && !compiled.isCurrent()) {
      compiled.bound.dispose();
      compiled = undefined;
    }
    if (!compiled) {
      try {
        compiled = compile(fn, args as readonly Tree[], tensors, sharedMachine(), isFirst);
        isFirst = false;
      } catch (error) {
        if (fallback === 'error' || !(error instanceof CompileError)) throw error;
        console.warn(`@loci/jit runs a function eagerly: ${error.message}`);
        refused = true;
        return fn(...args) as ReturnType<F>;
      }
    }
    remember(key, compiled);
    const outputs = compiled.bound.run(tensors);
    for (const optimizer of compiled.optimizers) countStep(optimizer);
    return rebuild(compiled.result, (_, i) => outputs[i]!) as ReturnType<F>;
  };

  return Object.assign(call, {
    dispose: (): void => {
      for (const { bound } of programs.values()) bound.dispose();
      programs.clear();
    },
  }) as Jitted<F>;
}
