import type { Call, Loop, Step } from '../../src/ir/program.js';
import { withStepsApart } from '../../src/plan/steps-apart.js';

const STRIDE = 40;

const call = (kernel: number, stride: number): Call => ({
  kind: 'call',
  kernel,
  places: [{ address: 1000 * kernel, stride, absolute: kernel === 2 }],
});

/** One call after the other, as kernel and address. */
function run(steps: readonly Step[]): string[] {
  const at = ({ kernel, places: [place] }: Call, t: number): string =>
    `${kernel}: ${place!.address + t * place!.stride}`;
  return steps.flatMap((step) => {
    if (step.kind !== 'loop') return at(step as Call, 0);
    expect(step.count).toBeGreaterThan(0);
    return Array.from({ length: step.count }, (_, i) => (step.reverse ? step.count - 1 - i : i)).flatMap(
      (t) => step.body.map((inner) => at(inner as Call, t)),
    );
  });
}

test.each(
  [2, 3, 5].flatMap((count) =>
    [false, true].flatMap((reverse) =>
      [[], ['first'], ['last'], ['first', 'last']].map((which) => ({ count, reverse, which })),
    ),
  ),
)(
  'of $count steps, backwards: $reverse, $which are done apart, in their place',
  ({ count, reverse, which }) => {
    const body = [call(1, STRIDE), call(2, 0), call(3, -STRIDE)];
    const loop: Loop = { kind: 'loop', count, reverse, body };
    const first = which.includes('first') ? [call(4, STRIDE), ...body.slice(1)] : undefined;
    const last = which.includes('last') ? body.slice(0, 2) : undefined;
    const order = Array.from({ length: count }, (_, t) => (reverse ? count - 1 - t : t));
    const expected = order.flatMap((t) => {
      const calls = (t === order[0] ? first : undefined) ?? (t === order.at(-1) ? last : undefined) ?? body;
      return calls.map(({ kernel, places: [place] }) => `${kernel}: ${place!.address + t * place!.stride}`);
    });
    const steps = withStepsApart(loop, { first, last });
    expect(run(steps)).toEqual(expected);
    const inLoops = steps.flatMap((step) => (step.kind === 'loop' ? [step.count] : []));
    expect(inLoops).toEqual([count - which.length].filter((left) => left > 0));
  },
);
