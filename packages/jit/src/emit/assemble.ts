import type { Kernel } from '../ir/kernel.js';
import type { Call, Loop, Place, Program, Step } from '../ir/program.js';
import { barrierFunction, type Meeting } from './barrier.js';
import type { Executable, Library } from './interface.js';
import { Code, type Signature } from './wasm/code.js';
import { imports, type WasmFunction } from './wasm/instantiate.js';
import { isShared, ModuleBuilder } from './wasm/module.js';

/** Calls in one function of a program; engines compile functions one by one, some with more than linear effort. */
const MOST_CALLS = 64;
const RUN = 'run';
/** The only parameter of a program's functions is the arena's address. */
const BASE = 0;
const signature: Signature = { parameters: ['i32'], results: [] };

/**
 * Makes a program runnable: a module that calls the library's kernels, its loops included.
 *
 * @param meeting where its barriers wait for the other threads
 */
export function assemble(program: Program, library: Library, meeting?: Meeting): Executable {
  library.add(program.kernels);
  const { bytes, functions } = generateProgram(program, library, meeting);
  const module = new WebAssembly.Module(bytes);
  return executable(bytes, new WebAssembly.Instance(module, imports(library.memory, functions)));
}

/** The same without blocking. */
export async function assembleAsync(program: Program, library: Library): Promise<Executable> {
  await library.addAsync(program.kernels);
  const { bytes, functions } = generateProgram(program, library);
  const { instance } = await WebAssembly.instantiate(bytes, imports(library.memory, functions));
  return executable(bytes, instance);
}

function executable(bytes: Uint8Array, { exports }: WebAssembly.Instance): Executable {
  return { bytes: bytes.length, run: exports[RUN] as WasmFunction };
}

function generateProgram({ kernels, steps }: Program, library: Library, meeting?: Meeting) {
  const module = new ModuleBuilder(isShared(library.memory));
  const functions = new Map<string, WasmFunction>();
  const indices = kernels.map((kernel: Kernel, i) => {
    functions.set(`${i}`, library.functionOf(kernel));
    return module.import(`${i}`, {
      parameters: new Array<'i32'>(kernel.buffers).fill('i32'),
      results: [],
    });
  });
  const barrier = meeting && module.add(barrierFunction(meeting));
  const run = new Code(signature);
  for (const part of partsOf(steps)) {
    const code = new Code(signature);
    for (const step of part) emitStep(code, step, { kernels: indices, barrier });
    run.get(BASE);
    run.call(module.add(code));
  }
  module.add(run, RUN);
  return { bytes: module.finish(), functions };
}

/** Runs of steps, each a function of its own. */
function partsOf(steps: readonly Step[]): Step[][] {
  const parts: Step[][] = [];
  let calls = Infinity;
  for (const step of steps) {
    const more = step.kind === 'loop' ? step.body.length : 1;
    if (calls + more > MOST_CALLS) {
      parts.push([]);
      calls = 0;
    }
    parts.at(-1)!.push(step);
    calls += more;
  }
  return parts;
}

/** The functions that a program calls, by their indices. */
interface Callees {
  readonly kernels: readonly number[];
  readonly barrier: number | undefined;
}

function emitStep(code: Code, step: Step, callees: Callees): void {
  switch (step.kind) {
    case 'call':
      return emitCall(code, step, callees, ({ absolute }) => (absolute ? undefined : BASE));
    case 'barrier':
      return emitBarrier(code, callees);
    case 'loop':
      if (step.count > 0) emitLoop(code, step, callees);
  }
}

function emitBarrier(code: Code, { barrier }: Callees): void {
  if (barrier === undefined) throw new Error('internal: a barrier without other threads');
  code.call(barrier);
}

/** `pointer` gives the local to which a place's address must be added, if any. */
function emitCall(
  code: Code,
  { kernel, places }: Call,
  { kernels }: Callees,
  pointer: (place: Place) => number | undefined,
): void {
  for (const place of places) {
    const local = pointer(place);
    if (local !== undefined) code.get(local);
    if (local === undefined || place.address !== 0) {
      // Addresses above 2^31 are negative as signed integers.
      code.integer(place.address | 0);
      if (local !== undefined) code.op('i32.add');
    }
  }
  code.call(kernels[kernel]!);
}

/** Places with the same stride move with one pointer, `stride * t` bytes from where their addresses count. */
function emitLoop(code: Code, { count, reverse, body }: Loop, callees: Callees): void {
  const key = ({ stride, absolute }: Place): string => `${stride} ${absolute}`;
  const moving = body
    .flatMap((step) => (step.kind === 'call' ? step.places : []))
    .filter(({ stride }) => stride !== 0);
  const pointers = new Map(moving.map((place) => [key(place), { place, local: -1 }]));
  for (const pointer of pointers.values()) {
    const { stride, absolute } = pointer.place;
    pointer.local = code.allocate('i32');
    code.integer(reverse ? (stride * (count - 1)) | 0 : 0);
    if (!absolute) {
      code.get(BASE);
      code.op('i32.add');
    }
    code.set(pointer.local);
  }
  const counter = code.allocate('i32');
  code.integer(count);
  code.set(counter);
  code.repeat(() => {
    for (const step of body) {
      if (step.kind === 'barrier') emitBarrier(code, callees);
      else {
        emitCall(code, step, callees, (place) =>
          place.stride === 0 ? (place.absolute ? undefined : BASE) : pointers.get(key(place))!.local,
        );
      }
    }
    for (const { place, local } of pointers.values()) {
      code.get(local);
      code.integer(reverse ? -place.stride : place.stride);
      code.op('i32.add');
      code.set(local);
    }
    code.get(counter);
    code.integer(1);
    code.op('i32.sub');
    code.tee(counter);
  });
  for (const { local } of pointers.values()) code.release('i32', local);
  code.release('i32', counter);
}
