/** Every controller under the laws that users' own cells must obey. */
import { cellLaws } from '@loci/laws';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { feedForward, gru, lstm, secondOrder } from '../src/index.js';
import type { Cell, ControllerOptions } from '../src/index.js';

beforeAll(useTestBackend);

const kinds: Record<string, (options: ControllerOptions) => Cell> = { feedForward, lstm, gru };

const variants: Record<string, Partial<ControllerOptions>> = {
  'one layer': {},
  'two layers with a learned state': { layers: 2, initialState: 'learned' },
  'two layers with skip connections': { layers: 2, skipConnections: true },
};

describe.each(Object.entries(kinds))('%s', (name, make) => {
  describe.each(Object.entries(variants))('of %s', (_variant, options) => {
    const laws = cellLaws((seed) => make({ inputSize: 3, units: 4, ...options, seed }), { name, runs: 15 });
    test.each(laws)('$name', ({ check }) => check());
  });
});

describe.each([1, 3])('second order, %d symbols', (symbols) => {
  const make = (seed: number) =>
    secondOrder({ inputSize: 3, units: 4, symbols, initialState: 'learned', seed });
  test.each(cellLaws(make, { name: 'secondOrder', runs: 15 }))('$name', ({ check }) => check());
});
