import { coerce } from './arithmetic.js';
import { addressOf, evaluator, type Frame, type Memory } from './evaluate.js';
import type { Expression, Window } from './expression.js';
import {
  withExtent,
  type Kernel,
  type MatrixKernel,
  type Pass,
  type Reduction,
  type RowKernel,
  type Store,
} from './kernel.js';
import type { Barrier, Call, Program } from './program.js';

/**
 * Runs a program on plain JavaScript numbers: the meaning of the intermediate representation, written to be read.
 * It is the oracle of the generated WebAssembly and hundreds of times slower.
 *
 * @param arena holds the program's buffers, at the addresses their places name (counted from `base`)
 * @param base in bytes, a multiple of 16
 */
export function interpret(program: Program, arena: ArrayBufferLike, base = 0): void {
  for (const barrier of run(program, arena, base)) void barrier;
}

/**
 * Runs the programs of several threads, one after the other between two barriers, in the order given: whatever it is,
 * the results must be the same.
 */
export function interpretThreads(programs: readonly Program[], arena: ArrayBufferLike, base = 0): void {
  const threads = programs.map((program) => run(program, arena, base));
  for (;;) {
    const ended = threads.filter((thread) => thread.next().done);
    if (ended.length === threads.length) return;
    if (ended.length > 0) throw new Error('internal: not all threads come to the same barriers');
  }
}

/** Runs a program and stops at each barrier. */
function* run(program: Program, arena: ArrayBufferLike, base: number): Generator<void, void> {
  const memory: Memory = { floats: new Float32Array(arena), ints: new Int32Array(arena) };
  const runners = program.kernels.map(prepare);
  function* step(each: Call | Barrier, t: number): Generator<void, void> {
    if (each.kind === 'barrier') return yield;
    const { kernel, places } = each;
    runners[kernel]!(
      memory,
      places.map(({ address, stride, absolute }) => ((absolute ? 0 : base) + address + stride * t) / 4),
    );
  }
  for (const each of program.steps) {
    if (each.kind !== 'loop') {
      yield* step(each, 0);
      continue;
    }
    for (let i = 0; i < each.count; i++) {
      const t = each.reverse ? each.count - 1 - i : i;
      for (const inner of each.body) yield* step(inner, t);
    }
  }
}

type Runner = (memory: Memory, bases: readonly number[]) => void;

function prepare(kernel: Kernel): Runner {
  if (kernel.given !== undefined) {
    // What is given is no address, so it is counted as it stands.
    return (memory, bases) => prepare(withExtent(kernel, bases.at(-1)! * 4))(memory, bases);
  }
  return kernel.kind === 'row' ? prepareRow(kernel) : prepareMatrix(kernel);
}

/** Visits an index space in row-major order, writing the indices from `first` on. */
function forEachPoint(extents: readonly number[], indices: number[], first: number, visit: () => void): void {
  const walk = (d: number): void => {
    if (d === extents.length) {
      visit();
      return;
    }
    for (let i = 0; i < extents[d]!; i++) {
      indices[first + d] = i;
      walk(d + 1);
    }
    indices[first + d] = 0;
  };
  walk(0);
}

function storer(stores: readonly Store[]): (frame: Frame) => void {
  const evaluate = evaluator(stores.map((store) => store.value));
  return (frame) => {
    const values = evaluate(frame);
    stores.forEach(({ type, window }, i) => {
      const address = addressOf(window, frame);
      if (type === 'float32') frame.memory.floats[address] = values[i]!;
      else frame.memory.ints[address] = values[i]!;
    });
  };
}

/** The value of each reduction over nothing. */
export const reductionIdentity: Record<Reduction, number> = {
  sum: 0,
  prod: 1,
  max: -Infinity,
  min: Infinity,
  any: 0,
  all: 1,
  argMax: 0,
  argMin: 0,
};

/** Keeps a running reduction; the result is rounded once, at the end. */
function reducer(reduction: Reduction, value: Expression) {
  let result = reductionIdentity[reduction];
  let best = 0;
  let position = 0;
  const start = (): void => {
    result = reductionIdentity[reduction];
    position = 0;
  };
  const push = (x: number): void => {
    switch (reduction) {
      case 'sum':
        result += x;
        break;
      case 'prod':
        result = value.type === 'int32' ? Math.imul(result, x) : result * x;
        break;
      // NaN stays, as in tfjs.
      case 'max':
        result = Math.max(result, x);
        break;
      case 'min':
        result = Math.min(result, x);
        break;
      case 'any':
        result = result || coerce('bool', x);
        break;
      case 'all':
        result = result && coerce('bool', x);
        break;
      case 'argMax':
      case 'argMin':
        if (position === 0 || (reduction === 'argMax' ? x > best : x < best)) {
          best = x;
          result = position;
        }
        position++;
        break;
    }
  };
  const finish = (): number =>
    reduction === 'argMax' || reduction === 'argMin' ? result : coerce(value.type, result);
  return { start, push, finish };
}

function preparePass(pass: Pass, kernel: RowKernel): (frame: Frame) => void {
  const first = kernel.outer.length;
  if (pass.kind === 'store') {
    const store = storer(pass.stores);
    if (pass.over === 'outer') return store;
    return (frame) => forEachPoint(kernel.inner, frame.indices, first, () => store(frame));
  }
  const evaluate = evaluator(pass.accumulators.map(({ value }) => value));
  const reducers = pass.accumulators.map(({ reduction, value }) => reducer(reduction, value));
  return (frame) => {
    for (const { start } of reducers) start();
    forEachPoint(kernel.inner, frame.indices, first, () => {
      const values = evaluate(frame);
      reducers.forEach(({ push }, i) => push(values[i]!));
    });
    reducers.forEach(({ finish }, i) => (frame.accumulators[pass.first + i] = finish()));
  };
}

function prepareRow(kernel: RowKernel): Runner {
  const passes = kernel.passes.map((pass) => preparePass(pass, kernel));
  const rank = kernel.outer.length + kernel.inner.length;
  return (memory, bases) => {
    const frame: Frame = { memory, bases, indices: new Array<number>(rank).fill(0), accumulators: [] };
    forEachPoint(kernel.outer, frame.indices, 0, () => {
      for (const pass of passes) pass(frame);
    });
  };
}

function prepareMatrix(kernel: MatrixKernel): Runner {
  const store = storer(kernel.stores);
  const rank = kernel.batch.length;
  const stride = ({ strides }: Window, d: number): number => strides[d]!;
  return (memory, bases) => {
    const frame: Frame = { memory, bases, indices: new Array<number>(rank + 2).fill(0), accumulators: [0] };
    forEachPoint([...kernel.batch, kernel.m, kernel.n], frame.indices, 0, () => {
      const row = frame.indices[rank]!;
      const column = frame.indices[rank + 1]!;
      frame.indices[rank + 1] = 0;
      const a = addressOf(kernel.a, frame);
      frame.indices[rank] = 0;
      frame.indices[rank + 1] = column;
      const b = addressOf(kernel.b, frame);
      frame.indices[rank] = row;
      let sum = 0;
      for (let k = 0; k < kernel.k; k++) {
        sum +=
          memory.floats[a + k * stride(kernel.a, rank + 1)]! * memory.floats[b + k * stride(kernel.b, rank)]!;
      }
      frame.accumulators[0] = Math.fround(sum);
      store(frame);
    });
  };
}
