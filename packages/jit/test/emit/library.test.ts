import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { assemble, assembleAsync } from '../../src/emit/assemble.js';
import { KernelLibrary } from '../../src/emit/library.js';
import { constant } from '../../src/ir/build.js';
import type { Kernel } from '../../src/ir/kernel.js';
import type { Call, Program, Step } from '../../src/ir/program.js';

const newMemory = (): WebAssembly.Memory => new WebAssembly.Memory({ initial: 1 });

/** Writes a number to each of `size` elements. */
function filling(value: number, size = 4): Kernel {
  return {
    kind: 'row',
    outer: [size],
    inner: [],
    passes: [
      {
        kind: 'store',
        over: 'all',
        stores: [
          {
            type: 'float32',
            window: { buffer: 0, offset: 0, strides: [1] },
            value: constant('float32', value),
          },
        ],
      },
    ],
    buffers: 1,
  };
}

const call = (kernel: number, address: number, stride = 0): Call => ({
  kind: 'call',
  kernel,
  places: [{ address, stride, absolute: false }],
});

const programOf = (kernels: Kernel[], steps: Step[]): Program => ({ kernels, steps, arenaBytes: 1024 });

test('a kernel is compiled once, and kernels that come together share a module', () => {
  const library = new KernelLibrary({ memory: newMemory() });
  const [one, two] = [filling(1), filling(2)];
  library.add([one, two, one]);
  expect(library.stats).toMatchObject({ kernels: 2, modules: 1 });
  const { bytes } = library.stats;
  const known = library.functionOf(one);
  library.add([two, one]);
  expect(library.stats).toMatchObject({ kernels: 2, modules: 1, bytes });
  expect(library.functionOf(one)).toBe(known);
  library.add([one, filling(3)]);
  expect(library.stats).toMatchObject({ kernels: 3, modules: 2 });
  expect(library.stats.bytes).toBeGreaterThan(bytes);
});

test('a kernel that was not added is our own mistake', () => {
  expect(() => new KernelLibrary({ memory: newMemory() }).functionOf(filling(1))).toThrow('internal');
});

test('without blocking, the same is compiled', async () => {
  const library = new KernelLibrary({ memory: newMemory() });
  const kernels = [filling(5), filling(6)];
  await Promise.all([library.addAsync(kernels), library.addAsync([kernels[0]!])]);
  const program = programOf(kernels, [call(0, 0), call(1, 16)]);
  const executable = await assembleAsync(program, library);
  executable.run(64);
  expect([...new Float32Array(library.memory.buffer, 64, 9)]).toEqual([5, 5, 5, 5, 6, 6, 6, 6, 0]);
  expect(executable.bytes).toBe(assemble(program, library).bytes);
});

test('programs run in a shared memory, and after the memory has grown', () => {
  const shared = new WebAssembly.Memory({ initial: 1, maximum: 3, shared: true });
  for (const memory of [newMemory(), shared]) {
    const { run } = assemble(programOf([filling(7)], [call(0, 0)]), new KernelLibrary({ memory }));
    memory.grow(1);
    run(65_536 + 32);
    expect([...new Float32Array(memory.buffer, 65_536 + 32, 5)]).toEqual([7, 7, 7, 7, 0]);
  }
});

test('more time steps make a program longer only if they are not a loop, and kernels never', () => {
  const library = new KernelLibrary({ memory: newMemory() });
  const kernels = [filling(1)];
  const unrolled = (count: number): number => {
    const steps = Array.from({ length: count }, (_, t) => call(0, 16 * t));
    return assemble(programOf(kernels, steps), library).bytes;
  };
  const looped = (count: number): number =>
    assemble(programOf(kernels, [{ kind: 'loop', count, reverse: false, body: [call(0, 0, 16)] }]), library)
      .bytes;
  expect(unrolled(1000)).toBeLessThan(1000 * 10);
  // Only the count itself takes more bytes.
  expect(looped(1000)).toBeLessThanOrEqual(looped(10) + 4);
  expect(library.stats).toMatchObject({ kernels: 1, modules: 1 });
});

test('a long program without loops is several functions, and runs all of its calls in order', () => {
  const memory = newMemory();
  const count = 300;
  const kernels = Array.from({ length: count }, (_, t) => filling(t + 1, 5));
  // Each call overwrites the last element of the one before.
  const steps = kernels.map((_, t) => call(t, 16 * t));
  assemble(programOf(kernels, steps), new KernelLibrary({ memory })).run(64);
  const floats = new Float32Array(memory.buffer, 64, 4 * count + 1);
  expect(kernels.every((_, t) => floats.subarray(4 * t, 4 * t + 4).every((x) => x === t + 1))).toBe(true);
  expect(floats[4 * count]).toBe(count);
});

test('fused products and sums can be left out', () => {
  const memory = newMemory();
  expect(new KernelLibrary({ memory }).fma).toBe(true);
  expect(new KernelLibrary({ memory, fma: false }).fma).toBe(false);
});

describe('memory', () => {
  beforeAll(() => setFlagsFromString('--expose-gc'));

  async function collectGarbage(): Promise<void> {
    const collect = runInNewContext('gc') as () => void;
    for (let i = 0; i < 5; i++) {
      await wait(5);
      collect();
    }
  }

  test('a kernel that nobody holds is freed with its code, others stay', async () => {
    const library = new KernelLibrary({ memory: newMemory() });
    const kept = filling(1);
    library.add([kept]);
    const add = (): WeakRef<object> => {
      const kernel = filling(2);
      library.add([kernel]);
      return new WeakRef(library.functionOf(kernel));
    };
    const code = add();
    expect(code.deref()).toBeDefined();
    await collectGarbage();
    expect(code.deref()).toBeUndefined();
    expect(library.functionOf(kept)).toBeDefined();
  });

  test('a program runs as long as it is held, whatever became of its kernels', async () => {
    const library = new KernelLibrary({ memory: newMemory() });
    const executable = assemble(programOf([filling(3)], [call(0, 0)]), library);
    await collectGarbage();
    executable.run(0);
    expect(new Float32Array(library.memory.buffer)[3]).toBe(3);
  });

  test('a program that nobody holds is freed', async () => {
    const library = new KernelLibrary({ memory: newMemory() });
    const kernels = [filling(3)];
    const make = (): WeakRef<object> => new WeakRef(assemble(programOf(kernels, [call(0, 0)]), library).run);
    const program = make();
    await collectGarbage();
    expect(program.deref()).toBeUndefined();
  });
});
