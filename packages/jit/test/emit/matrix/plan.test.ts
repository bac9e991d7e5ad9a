import { products } from '../../../benchmark/matrix-cases.js';
import { SCRATCH_BYTES } from '../../../src/emit/interface.js';
import { cheapest, plansOf, type Plan } from '../../../src/emit/matrix/plan.js';
import { productOf } from '../../../src/emit/matrix/product.js';

function planFor(name: string): Plan {
  const found = products.find((product) => product.name === name);
  return cheapest(plansOf(productOf(found!.kernel), true));
}

test('row-major matrices are multiplied where they lie, with lanes along the columns', () => {
  const { lanes, copies, phases } = planFor('gates: x W + b, batch 16');
  expect({ lanes, copies, phases: phases.length }).toEqual({ lanes: 'n', copies: false, phases: 1 });
});

test('a transposed b is multiplied where it lies, with lanes along k', () => {
  for (const name of ['gates: dy W^T, batch 16', 'gates: dy W^T, batch 1', 'keys: k M^T, batch 16']) {
    const { lanes, copies } = planFor(name);
    expect({ lanes, copies }).toEqual({ lanes: 'k', copies: false });
  }
});

test('a long k is cut into parts if neighbouring rows share cache lines of a', () => {
  const { phases } = planFor('gates: x^T dy, 16 x 21');
  expect(phases.map(({ parts, goesOn }) => ({ ...parts, goesOn }))).toEqual([
    { offset: 0, size: 84, count: 1, goesOn: false },
    { offset: 84, size: 84, count: 3, goesOn: true },
  ]);
});

test('rows of b that compete for cache lines are copied', () => {
  expect(planFor('[64 128] [128 128]').copies).toBe(true);
  expect(planFor('LSTM 256: x W + b, batch 16').copies).toBe(true);
});

test('copies fit into the memory there is for them', () => {
  for (const { kernel } of products) {
    for (const { copies, phases, tiling } of plansOf(productOf(kernel), true)) {
      if (!copies) continue;
      const steps = Math.max(...phases.map(({ parts }) => parts.size));
      const vectors = Math.max(...tiling.strips.map(({ columns }) => Math.ceil(columns.size / 4)));
      expect(16 * steps * vectors).toBeLessThanOrEqual(SCRATCH_BYTES);
    }
  }
});
