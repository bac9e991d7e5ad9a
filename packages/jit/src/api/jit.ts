import * as tf from '@tensorflow/tfjs';
import { CompileError } from '../errors.js';
import { Family } from '../family/family.js';
import { countStep } from '../record/optimizers.js';
import type { TracedFunction } from '../record/record.js';
import { isRecording } from '../record/recorder-backend.js';
import { patternOf, tensorsLike, type Pattern } from '../record/pattern.js';
import { flatten, rebuild, type Tree } from '../record/tree.js';
import { compile, type Compiled } from './compile.js';
import { explain } from './explain.js';
import { optimize } from './optimize.js';
import { machineFor } from './machine.js';
import type { Machine } from './program.js';
import { Timer, type JitStats } from './stats.js';
import { unoptimized } from './unoptimized.js';

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
  /**
   * How many threads share the work of a call, >= 1. It pays for large batches: the sequences of a batch are divided
   * among them. Results do not depend on timing, but may differ in the last bits from those of another number. Without
   * shared memory (a browser page that is not cross-origin isolated) there is one.
   * @defaultValue 1
   */
  readonly threads?: number;
}

/** A compiled function: called like the original. */
export interface Jitted<F extends TracedFunction> {
  (...args: Parameters<F>): ReturnType<F>;
  /** What was compiled, and what it takes. */
  stats(): JitStats;
  /** The program that was used last, in words: its kernels one after the other. */
  explain(): string;
  /** Frees all programs; the next call compiles again. */
  dispose(): void;
}

/** A program in the cache. */
interface Entry {
  readonly compiled: Compiled;
  readonly machine: Machine;
  /** What arguments of its signature are like. */
  readonly pattern: Pattern;
  /** Puts the results in place of those of the recording. */
  readonly arrange: (outputs: readonly tf.Tensor[]) => Tree;
  readonly running: Timer;
  runs: number;
}

/** Compiles a synchronous tfjs function, one program for each signature of its arguments. */
export function jit<F extends TracedFunction>(
  fn: F,
  { fallback = 'eager', cacheSize = 64, threads = 1 }: JitOptions = {},
): Jitted<F> {
  checkCount('cacheSize', cacheSize);
  checkCount('threads', threads);
  const programs = new Map<string, Entry>();
  /** The program used last, the last one of `programs`: the next call most often needs the same. */
  let last: Entry | undefined;
  const families = new Map<string, Family>();
  let refused = false;
  let compilations = 0;

  /** Signatures that differ in extents only belong to one family. */
  const familyOf = (key: string): Family => {
    const name = key.replace(
      /\b(float32|int32|bool)\[([\d,]*)\]/g,
      (_, type: string, shape: string) => `${type}[${shape.replace(/\d+/g, 'n')}]`,
    );
    const family = families.get(name) ?? new Family(optimize);
    families.set(name, family);
    return family;
  };

  const remember = (key: string, entry: Entry): void => {
    programs.set(key, entry);
    while (programs.size > cacheSize) {
      const [oldest, program] = programs.entries().next().value!;
      programs.delete(oldest);
      program.compiled.bound.dispose();
    }
  };

  /** The program for some arguments, from the cache or compiled. */
  const find = (args: readonly Tree[], machine: Machine): { entry: Entry; tensors: readonly tf.Tensor[] } => {
    const { tensors, key } = flatten(args, 'arguments');
    let entry = programs.get(key);
    programs.delete(key);
    last = undefined;
    if (entry && !isUsable(entry, machine)) {
      entry.compiled.bound.dispose();
      entry = undefined;
    }
    if (!entry) {
      const isFirst = compilations === 0;
      const compiled = unoptimized(() => compile(fn, args, tensors, machine, isFirst, familyOf(key)));
      entry = {
        compiled,
        machine,
        pattern: patternOf(args),
        arrange: arrangementOf(compiled.result),
        running: new Timer(),
        runs: 0,
      };
      compilations++;
    }
    remember(key, entry);
    last = entry;
    return { entry, tensors };
  };

  const run = (entry: Entry, tensors: readonly tf.Tensor[]): ReturnType<F> => {
    const { compiled, running, arrange } = entry;
    const outputs = running.during(() => compiled.bound.run(tensors));
    entry.runs++;
    for (const optimizer of compiled.optimizers) countStep(optimizer);
    return arrange(outputs) as ReturnType<F>;
  };

  const call = (...args: Parameters<F>): ReturnType<F> => {
    if (refused || isRecording()) return fn(...args) as ReturnType<F>;
    const trees = args as readonly Tree[];
    const machine = machineFor(threads);
    const tensors = last && isUsable(last, machine) ? tensorsLike(last.pattern, trees) : undefined;
    if (tensors) return run(last!, tensors);
    let found: ReturnType<typeof find>;
    try {
      found = find(trees, machine);
    } catch (error) {
      if (fallback === 'error' || !(error instanceof CompileError)) throw error;
      console.warn(`@loci/jit runs a function eagerly: ${error.message}`);
      refused = true;
      return fn(...args) as ReturnType<F>;
    }
    return run(found.entry, found.tensors);
  };

  dropped.register(call, programs);
  return Object.assign(call, {
    stats: (): JitStats => ({
      programs: [...programs].map(([signature, { compiled, running, runs }]) => ({
        signature,
        ...compiled.stats,
        runs,
        runMs: running.milliseconds,
      })),
      compiled: compilations,
    }),
    explain: (): string => {
      const last = [...programs.values()].at(-1);
      return last ? explain(last.compiled.graph) : 'nothing is compiled yet: call the function first';
    },
    dispose: (): void => {
      disposeAll(programs);
      programs.clear();
      last = undefined;
    },
  }) as Jitted<F>;
}

/** In browsers threads are there some time after the first call. */
function isUsable(entry: Entry, machine: Machine): boolean {
  return entry.machine === machine && entry.compiled.isCurrent();
}

function arrangementOf(result: Tree): Entry['arrange'] {
  if (result instanceof tf.Tensor) return ([output]) => output!;
  return (outputs) => rebuild(result, (_, i) => outputs[i]!);
}

function disposeAll(programs: ReadonlyMap<string, Entry>): void {
  for (const { compiled } of programs.values()) compiled.bound.dispose();
}

/** Compiled functions that nobody holds any more give back their memory as well as those that are disposed of. */
const dropped = new FinalizationRegistry<ReadonlyMap<string, Entry>>(disposeAll);

function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`${name} must be an integer >= 1, got ${value}`);
}
