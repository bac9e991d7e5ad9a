import * as fc from 'fast-check';
import { choices } from './choices.js';
import { randomKernel } from './random-kernel.js';
import { difference, fillBuffer, runBoth, single } from './run.js';

const BASE = 64;

test('random kernels do what the interpreter does, to the bit', () => {
  fc.assert(
    fc.property(choices(120), fc.boolean(), (decisions, fma) => {
      const { kernel, buffers } = randomKernel(decisions);
      const program = single(
        kernel,
        buffers.map(({ size }) => size),
      );
      const [call] = program.steps;
      const results = runBoth(
        program,
        (floats, ints) =>
          buffers.forEach(({ type, size }, i) => {
            const { address } = (call as Extract<typeof call, { kind: 'call' }>)!.places[i]!;
            fillBuffer(type, size, (BASE + address) / 4, floats, ints);
          }),
        { base: BASE, fma },
      );
      expect(difference(results)).toBeUndefined();
    }),
    { numRuns: Number(process.env.RUNS ?? 500) },
  );
});
