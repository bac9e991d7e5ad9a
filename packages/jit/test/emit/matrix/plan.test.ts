import { productCase, products } from '../../../benchmark/matrix-cases.js';
import { SCRATCH_BYTES } from '../../../src/emit/interface.js';
import { cheapest, heldWidth, plansOf, type Plan } from '../../../src/emit/matrix/plan.js';
import type { Run, Strip } from '../../../src/emit/matrix/tiling.js';
import { binary, unary } from '../../../src/ir/build.js';
import type { Expression } from '../../../src/ir/expression.js';
import { productOf } from '../../../src/emit/matrix/product.js';

function planFor(name: string): Plan {
  const found = products.find((product) => product.name === name);
  return cheapest(plansOf(productOf(found!.kernel), true, true));
}

test('row-major matrices are multiplied where they lie, with lanes along the columns', () => {
  const { lanes, copies, holds, parts } = planFor('gates: x W + b, batch 16');
  expect({ lanes, copies, holds, parts: parts.length }).toEqual({
    lanes: 'n',
    copies: false,
    holds: 'nothing',
    parts: 1,
  });
});

test('a transposed b is multiplied where it lies, with lanes along k', () => {
  for (const name of ['gates: dy W^T, batch 16', 'gates: dy W^T, batch 1', 'keys: k M^T, batch 16']) {
    const { lanes, copies } = planFor(name);
    expect({ lanes, copies }).toEqual({ lanes: 'k', copies: false });
  }
});

test('a long k is cut into parts if neighbouring rows share cache lines of a', () => {
  const { holds, parts } = planFor('gates: x^T dy, 16 x 21');
  expect({ holds, parts }).toEqual({
    holds: 'strip',
    parts: [
      { offset: 0, size: 84, count: 1 },
      { offset: 84, size: 84, count: 3 },
    ],
  });
});

test('rows of b that compete for cache lines are copied', () => {
  expect(planFor('[64 128] [128 128]').copies).toBe(true);
  expect(planFor('LSTM 256: x W + b, batch 16').copies).toBe(true);
});

test('a large epilogue is generated once, so that it does not make tiles small', () => {
  const { kernel } = productCase('', [[], 16, 400, 130]);
  const [store] = kernel.stores;
  const value = ['tanh', 'exp'].reduce<Expression>(
    (x, operator) => unary(operator as 'tanh', x),
    store!.value,
  );
  const product = productOf({ ...kernel, stores: [{ ...store!, value }] });
  const { holds, blocks } = cheapest(plansOf(product, true, true));
  const [{ columns, rows }] = blocks[0]!.strips as [Strip];
  expect({ holds, sums: (rows[0]!.size * columns.size) / 4 }).toEqual({ holds: 'strip', sums: 8 });
});

test('an epilogue of many operands goes through them row by row', () => {
  const [m, n] = [16, 100];
  const { kernel } = productCase('', [[], m, n, 92]);
  const [store] = kernel.stores;
  const value = Array.from({ length: 8 }, (_, i): Expression => {
    return { kind: 'load', type: 'float32', window: { buffer: 3 + i, offset: 0, strides: [n, 1] } };
  }).reduce((x, y) => binary('mul', x, unary('tanh', y)), store!.value);
  const planWith = (stored: Expression): Plan =>
    cheapest(plansOf(productOf({ ...kernel, stores: [{ ...store!, value: stored }] }), true, true));
  expect(planWith(value).holds).toBe('rows');
  expect(planWith(store!.value).holds).toBe('nothing');
});

const all = products.flatMap(({ kernel }) => plansOf(productOf(kernel), true, true));

test('what is copied and held fits into scratch memory', () => {
  const most = (numbers: readonly number[]): number => Math.max(...numbers);
  for (const { product, copies, holds, parts, blocks } of all) {
    const row = 16 * heldWidth(product.extents[product.dimensions.n]!);
    for (const { rows, strips } of blocks) {
      const bytes = 16 * most(strips.map(({ columns }) => Math.ceil(columns.size / 4)));
      if (holds === 'rows') expect(row * rows.size).toBeLessThanOrEqual(SCRATCH_BYTES / 2);
      if (holds === 'strip') expect(bytes * rows.size).toBeLessThanOrEqual(SCRATCH_BYTES / 2);
      if (copies) expect(bytes * most(parts.map(({ size }) => size))).toBeLessThanOrEqual(SCRATCH_BYTES / 2);
    }
  }
});

test('without scratch memory nothing is copied or held', () => {
  for (const { kernel } of products) {
    const plans = plansOf(productOf(kernel), true, false);
    expect(plans.length).toBeGreaterThan(0);
    for (const { copies, holds, parts } of plans) {
      expect({ copies, holds, parts: parts.length }).toEqual({ copies: false, holds: 'nothing', parts: 1 });
    }
  }
});

test('parts and blocks cover their dimensions once', () => {
  const covered = (list: readonly Run[]): number[] =>
    list.flatMap(({ offset, size, count }) => Array.from({ length: size * count }, (_, i) => offset + i));
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  const shapes = [
    [1, 400],
    [20, 385],
    [20, 6401],
    [17, 8001],
    [513, 700],
    [1500, 20],
  ] as const;
  for (const [m, k] of shapes) {
    const { kernel } = productCase('', [[], m, 24, k], { transposeA: true });
    for (const { parts, blocks, product } of plansOf(productOf(kernel), true, true)) {
      const { m: rows, k: steps } = product.dimensions;
      expect(covered(parts)).toEqual(upTo(product.extents[steps]!));
      expect(covered(blocks.map((block) => block.rows))).toEqual(upTo(product.extents[rows]!));
    }
  }
});
