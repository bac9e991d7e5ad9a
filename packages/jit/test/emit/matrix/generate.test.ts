import * as fc from 'fast-check';
import { plansOf } from '../../../src/emit/matrix/plan.js';
import { productOf } from '../../../src/emit/matrix/product.js';
import { interpret } from '../../../src/ir/interpret.js';
import { SCRATCH_BYTES } from '../../../src/emit/matrix/plan.js';
import { choices } from '../choices.js';
import { difference, fillBuffer, runBoth, single } from '../run.js';
import { randomProduct, type RandomProduct } from './random-product.js';
import { layOut, runPlan, type Layout } from './run-plan.js';

const PAGE = 65_536;
const isEmpty = ({ kernel: { batch, m, n, k } }: RandomProduct): boolean =>
  [...batch, m, n, k].some((extent) => extent === 0);

/** Memory full of numbers, so that every write outside of the results shows, and what it is after the kernel. */
function interpreted(
  { kernel, buffers }: RandomProduct,
  { addresses, bytes }: Layout,
  fill: (i: number) => number,
) {
  const before = new ArrayBuffer(Math.ceil(bytes / PAGE) * PAGE);
  const [floats, ints] = [new Float32Array(before), new Int32Array(before)];
  for (let i = 0; i < floats.length; i++) floats[i] = fill(i);
  buffers.forEach(({ type, size }, i) => {
    if (type !== 'float32') fillBuffer(type, size, addresses[i]! / 4, floats, ints);
  });
  const expected = before.slice(0);
  const places = addresses.map((address) => ({ address, stride: 0, absolute: true }));
  interpret({ kernels: [kernel], steps: [{ kind: 'call', kernel: 0, places }], arenaBytes: 0 }, expected);
  return { before, expected };
}

/** Scratch contents mean nothing. */
function withoutScratch(memory: ArrayBuffer, { scratch }: Layout): ArrayBuffer {
  new Uint8Array(memory, scratch, SCRATCH_BYTES).fill(0);
  return memory;
}

test('every way of computing a product does what the interpreter does, to the bit, and writes nowhere else', () => {
  const ways = new Set<string>();
  fc.assert(
    fc.property(choices(120), fc.boolean(), (decisions, fused) => {
      const random = randomProduct(decisions);
      fc.pre(!isEmpty(random));
      const layout = layOut(random.buffers.map(({ size }) => size));
      // Small integers: neither the order of sums nor fused products change a bit.
      const { before, expected } = interpreted(
        random,
        layout,
        (i) => ((Math.imul(i, 0x9e3779b1) >>> 16) % 7) - 3,
      );
      withoutScratch(expected, layout);
      for (const plan of plansOf(productOf(random.kernel), fused)) {
        const compiled = withoutScratch(runPlan(plan, fused, layout, before), layout);
        const { lanes, copies, phases } = plan;
        const way = `${lanes}${copies ? ' copied' : ''}${phases.length > 1 ? ' in parts' : ''}`;
        ways.add(way);
        expect({ way, difference: difference({ interpreted: expected, compiled }) }).toEqual({
          way,
          difference: undefined,
        });
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 300) },
  );
  expect([...ways].sort()).toEqual(['k', 'n', 'n copied', 'n copied in parts', 'n in parts']);
}, 120_000);

test('compiled programs compute products, empty ones included', () => {
  fc.assert(
    fc.property(choices(120), fc.boolean(), (decisions, fma) => {
      const { kernel, buffers } = randomProduct(decisions);
      const sizes = buffers.map(({ size }) => size);
      const program = single(kernel, sizes);
      const results = runBoth(
        program,
        (floats) => floats.forEach((_, i) => (floats[i] = ((Math.imul(i, 0x9e3779b1) >>> 16) % 7) - 3)),
        { fma },
      );
      expect(difference(results)).toBeUndefined();
    }),
    { numRuns: Number(process.env.RUNS ?? 200) },
  );
}, 120_000);
