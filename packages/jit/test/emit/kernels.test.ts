import * as fc from 'fast-check';
import { choices } from './choices.js';
import { randomKernel } from './random-kernel.js';
import { difference, fillBuffer, runBoth, single } from './run.js';
import type { Call } from '../../src/ir/program.js';
import type { RowKernel } from '../../src/ir/kernel.js';
import type { RandomKernel } from './random-kernel.js';

const BASE = 64;

/** What differs between interpreted and compiled; `given` is the extent that the kernel is given, if it is. */
function found({ kernel, buffers }: RandomKernel, fma: boolean, given?: number): string | undefined {
  const program = single(
    kernel,
    buffers.map(({ size }) => size),
  );
  const [{ places }] = program.steps as [Call];
  const extent = given === undefined ? [] : [{ address: given, stride: 0, absolute: true }];
  const complete = {
    ...program,
    steps: [{ kind: 'call', kernel: 0, places: [...places, ...extent] } satisfies Call],
  };
  const results = runBoth(
    complete,
    (floats, ints) =>
      buffers.forEach(({ type, size }, i) =>
        fillBuffer(type, size, (BASE + places[i]!.address) / 4, floats, ints),
      ),
    { base: BASE, fma },
  );
  return difference(results);
}

test('random kernels do what the interpreter does, to the bit', () => {
  fc.assert(
    fc.property(choices(120), fc.boolean(), (decisions, fma) => {
      expect(found(randomKernel(decisions), fma)).toBeUndefined();
    }),
    { numRuns: Number(process.env.RUNS ?? 500) },
  );
});

test('random kernels do so if the extent of a dimension is given, whatever they were made for', () => {
  fc.assert(
    fc.property(choices(120), fc.nat(), fc.integer({ min: 2, max: 50 }), (decisions, which, usual) => {
      const { kernel, buffers } = randomKernel(decisions);
      const { outer, inner } = kernel;
      const extents = [...outer, ...inner];
      fc.pre(extents.length > 0 && !extents.includes(0));
      const given = which % (outer.length + Math.min(1, inner.length));
      const made = (list: readonly number[], at: number): number[] =>
        list.map((extent, d) => (d === at ? usual : extent));
      const shared: RowKernel = {
        ...kernel,
        outer: made(outer, given),
        inner: made(inner, given - outer.length),
        given,
        buffers: kernel.buffers + 1,
      };
      expect(found({ kernel: shared, buffers }, true, extents[given])).toBeUndefined();
    }),
    { numRuns: Number(process.env.RUNS ?? 500) },
  );
});
