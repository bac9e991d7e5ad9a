import * as fc from 'fast-check';
import { productCase, products } from '../../../benchmark/matrix-cases.js';
import { SCRATCH_BYTES } from '../../../src/emit/interface.js';
import { generateKernel } from '../../../src/emit/kernel.js';
import { plansOf, type Plan } from '../../../src/emit/matrix/plan.js';
import { productOf } from '../../../src/emit/matrix/product.js';
import { binary, cast, float, unary } from '../../../src/ir/build.js';
import type { Expression } from '../../../src/ir/expression.js';
import { interpret } from '../../../src/ir/interpret.js';
import type { MatrixKernel, Store } from '../../../src/ir/kernel.js';
import { choices } from '../choices.js';
import { difference, fillBuffer, runBoth, single } from '../run.js';
import { randomProduct, type RandomProduct } from './random-product.js';
import { layOut, runPlan, type Layout } from './run-plan.js';

const PAGE = 65_536;
const mixed = (i: number): number => Math.imul(i, 0x9e3779b1) >>> 16;
/** On small integers, neither the order of sums nor fused products change a bit. */
const smallInteger = (i: number): number => (mixed(i) % 7) - 3;

/** Memory full of numbers, so that every write outside of the results shows, and what the kernel makes of it. */
function interpreted(
  { kernel, buffers }: RandomProduct,
  { addresses, bytes }: Layout,
  fill: (i: number) => number,
): { readonly before: ArrayBuffer; readonly expected: ArrayBuffer } {
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

/** What is left in scratch memory means nothing. */
function withoutScratch(memory: ArrayBuffer, { scratch }: Layout): ArrayBuffer {
  new Uint8Array(memory, scratch, SCRATCH_BYTES).fill(0);
  return memory;
}

const nameOf = ({ lanes, copies, holds, parts }: Plan): string =>
  [
    `lanes along ${lanes}`,
    ...(copies ? ['copied'] : []),
    ...(holds === 'nothing' ? [] : [holds === 'rows' ? 'rows held' : 'held']),
    ...(parts.length > 1 ? ['in parts'] : []),
  ].join(', ');

/**
 * Compares all ways of computing a product with the interpreter; gives their names.
 * @param given the extent that the kernel is given, if it is
 */
function checkExact(random: RandomProduct, fused: boolean, given?: number): string[] {
  const { addresses, ...rest } = layOut(random.buffers.map(({ size }) => size));
  const layout = { ...rest, addresses: given === undefined ? addresses : [...addresses, given] };
  const { before, expected } = interpreted(random, layout, smallInteger);
  withoutScratch(expected, layout);
  return plansOf(productOf(random.kernel), fused, true).map((plan) => {
    const compiled = withoutScratch(runPlan(plan, fused, layout, before), layout);
    const way = nameOf(plan);
    const found = difference({ interpreted: expected, compiled });
    expect({ way, difference: found }).toEqual({ way, difference: undefined });
    return way;
  });
}

test('every way of computing a product does what the interpreter does, and writes nowhere else', () => {
  fc.assert(
    fc.property(choices(120), fc.boolean(), (decisions, fused) => {
      const random = randomProduct(decisions);
      const { batch, m, n, k } = random.kernel;
      fc.pre([...batch, m, n, k].every((extent) => extent > 0));
      checkExact(random, fused);
    }),
    { numRuns: Number(process.env.RUNS ?? 150) },
  );
});

test('every way of computing a product does so if an extent is given, whatever it was made for', () => {
  fc.assert(
    fc.property(choices(120), fc.boolean(), fc.integer({ min: 2, max: 400 }), (decisions, isBatch, usual) => {
      const { kernel, buffers } = randomProduct(decisions);
      const { batch, m, n, k } = kernel;
      fc.pre([...batch, m, n, k].every((extent) => extent > 0) && !(isBatch && batch.length === 0));
      const made = isBatch ? { batch: [usual, ...batch.slice(1)] } : { k: usual };
      const shared: MatrixKernel = {
        ...kernel,
        ...made,
        given: isBatch ? 'batch' : 'k',
        buffers: kernel.buffers + 1,
      };
      checkExact({ kernel: shared, buffers }, true, isBatch ? batch[0] : k);
    }),
    { numRuns: Number(process.env.RUNS ?? 150) },
  );
});

test.each([5, 38, 39, 76, 115, 116, 192, 700])('a k of %d is added up by a kernel made for any', (k) => {
  for (const transposeB of [false, true]) {
    const { kernel, sizes } = productCase('', [[], 17, 18, k], { transposeA: true, transposeB });
    const random: RandomProduct = {
      kernel: { ...kernel, k: 384, given: 'k', buffers: 4 },
      buffers: sizes.map((size) => ({ type: 'float32', size })),
    };
    const ways = checkExact(random, true, k);
    expect(ways).toContain('lanes along n, held, in parts');
    expect(ways).toContain('lanes along n');
    if (transposeB) expect(ways).toContain('lanes along n, copied, held, in parts');
  }
});

test('programs compute products, empty ones included', () => {
  fc.assert(
    fc.property(choices(120), fc.boolean(), (decisions, fma) => {
      const { kernel, buffers } = randomProduct(decisions);
      const program = single(
        kernel,
        buffers.map(({ size }) => size),
      );
      const fill = (floats: Float32Array): void => floats.forEach((_, i) => (floats[i] = smallInteger(i)));
      expect(difference(runBoth(program, fill, { fma }))).toBeUndefined();
    }),
    { numRuns: Number(process.env.RUNS ?? 100) },
  );
});

test.each([
  ['where it lies', false, 'lanes along n, held, in parts'],
  ['copied', true, 'lanes along n, copied, held, in parts'],
])(
  'a long k is added up in parts, b %s, and what is done with the sums is done once',
  (_, transposeB, way) => {
    const { kernel, sizes } = productCase('', [[2], 17, 18, 330], { transposeA: true, transposeB });
    const [plain] = kernel.stores as [Store];
    const column = cast('float32', { kind: 'index', type: 'int32', dimension: 2 });
    const row = cast('float32', { kind: 'index', type: 'int32', dimension: 1 });
    const window = { ...plain.window, buffer: 3 };
    const before: Expression = { kind: 'load', type: 'float32', window };
    const change = binary('add', binary('mul', plain.value, column), row);
    const inPlace: Store = { type: 'float32', window, value: binary('sub', before, change) };
    const random: RandomProduct = {
      kernel: { ...kernel, stores: [plain, inPlace], buffers: 4 },
      buffers: [...sizes, 2 * 17 * 18].map((size) => ({ type: 'float32', size })),
    };
    for (const fused of [true, false]) expect(checkExact(random, fused)).toContain(way);
  },
);

test('more rows than sums can be held of are done block by block', () => {
  const { kernel, sizes } = productCase('', [[], 1100, 3, 200], { transposeA: true });
  const row = cast('float32', { kind: 'index', type: 'int32', dimension: 0 });
  const stores = kernel.stores.map((store) => ({ ...store, value: binary('sub', store.value, row) }));
  const random: RandomProduct = {
    kernel: { ...kernel, stores },
    buffers: sizes.map((size) => ({ type: 'float32', size })),
  };
  const ways = checkExact(random, true);
  expect(ways).toContain('lanes along n, held, in parts');
  expect(ways).toContain('lanes along n, rows held, in parts');
});

test('on other numbers than integers the error stays below that of k roundings', () => {
  const cases = products.filter(({ batch, m, n, k }) => batch.reduce((x, y) => x * y, m * n * k) < 1e6);
  expect(cases.length).toBeGreaterThan(15);
  for (const { name, kernel, sizes } of cases) {
    const random: RandomProduct = { kernel, buffers: sizes.map((size) => ({ type: 'float32', size })) };
    const layout = layOut(sizes);
    const number = (i: number): number => mixed(i) / 65_536 - 0.5;
    const { before, expected } = interpreted(random, layout, number);
    // What the products amount to without cancelling one another.
    const magnitudes = interpreted(random, layout, (i) => Math.abs(number(i))).expected;
    for (const fused of [true, false]) {
      for (const plan of plansOf(productOf(kernel), fused, true)) {
        const compiled = runPlan(plan, fused, layout, before);
        const result = (memory: ArrayBuffer) => new Float32Array(memory, layout.addresses[2], sizes[2]);
        const [got, want, scale] = [result(compiled), result(expected), result(magnitudes)];
        const worst = got.reduce((max, x, i) => Math.max(max, Math.abs(x - want[i]!) / scale[i]!), 0);
        expect({ name, isClose: worst <= (kernel.k + 2) * 2 ** -24 }).toEqual({ name, isClose: true });
      }
    }
  }
});

test('code stays small, with large epilogues too', () => {
  const large: MatrixKernel = {
    ...productCase('', [[], 130, 401, 130]).kernel,
    stores: productCase('', [[], 130, 401, 130]).kernel.stores.map((store) => ({
      ...store,
      value: ['tanh', 'sigmoid', 'log1p', 'sin'].reduce<Expression>(
        (x, operator) => binary('mul', unary(operator as 'tanh', x), float(0.5)),
        store.value,
      ),
    })),
  };
  for (const kernel of [large, ...products.map(({ kernel }) => kernel)]) {
    expect(generateKernel(kernel, true, 64).finish().length).toBeLessThan(kernel === large ? 16_384 : 4096);
  }
});
