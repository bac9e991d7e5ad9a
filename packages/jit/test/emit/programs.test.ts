import * as fc from 'fast-check';
import type { Place, Program, Step } from '../../src/ir/program.js';
import { choices, type Choices } from './choices.js';
import { randomKernel, type RandomKernel } from './random-kernel.js';
import { difference, fillBuffer, runBoth } from './run.js';

const ALIGNMENT = 16;
/** Bytes behind a buffer that kernels may read. */
const SLACK = 16;

/** Gives buffers room in the arena, or in the part of the memory that outlives it. */
class Layout {
  /** Where absolute places begin, far enough behind the arena. */
  static readonly permanent = 1 << 20;
  private arena = 0;
  private absolute = Layout.permanent;
  readonly contents: ((floats: Float32Array, ints: Int32Array) => void)[] = [];

  constructor(private readonly base: number) {}

  get arenaBytes(): number {
    return this.arena;
  }

  /** A place that moves through `count` time steps. */
  place(buffer: RandomKernel['buffers'][number], count: number, choices: Choices): Place {
    const step = choices.of([0, 4 * buffer.size, 4 * buffer.size + 8, -4 * buffer.size]);
    const absolute = choices.oneIn(3);
    const bytes = Math.abs(step) * (count - 1) + 4 * buffer.size;
    const start = absolute ? this.absolute : this.arena;
    const size = Math.ceil((bytes + SLACK) / ALIGNMENT) * ALIGNMENT;
    if (absolute) this.absolute += size;
    else this.arena += size;
    const first = (start + (absolute ? 0 : this.base)) / 4;
    this.contents.push((floats, ints) => fillBuffer(buffer.type, bytes / 4, first, floats, ints));
    return { address: start + (step < 0 ? -step * (count - 1) : 0), stride: step, absolute };
  }
}

function randomProgram(choices: Choices, base: number) {
  const layout = new Layout(base);
  const kernels = Array.from({ length: 1 + choices.below(3) }, () => randomKernel(choices, 300));
  const steps = Array.from({ length: 1 + choices.below(3) }, (): Step => {
    const isLoop = choices.below(2) === 1;
    const count = isLoop ? choices.of([2, 1, 0, 5]) : 1;
    const call = () => {
      const kernel = choices.below(kernels.length);
      const places = kernels[kernel]!.buffers.map((buffer) =>
        layout.place(buffer, Math.max(1, count), choices),
      );
      return { kind: 'call', kernel, places } as const;
    };
    if (!isLoop) return call();
    const body = Array.from({ length: 1 + choices.below(2) }, call);
    return { kind: 'loop', count, reverse: choices.oneIn(2), body };
  });
  const program: Program = {
    kernels: kernels.map(({ kernel }) => kernel),
    steps,
    arenaBytes: layout.arenaBytes,
  };
  return { program, contents: layout.contents };
}

test('programs of calls and loops do what the interpreter does, to the bit', () => {
  fc.assert(
    fc.property(choices(150), fc.constantFrom(0, 64, 4096), (decisions, base) => {
      const { program, contents } = randomProgram(decisions, base);
      const results = runBoth(program, (floats, ints) => contents.forEach((fill) => fill(floats, ints)), {
        base,
        bytes: 2 << 20,
      });
      expect(difference(results)).toBeUndefined();
    }),
    { numRuns: Number(process.env.RUNS ?? 150) },
  );
});
