import fc from 'fast-check';
import { drawing } from '../../src/heatmaps/cells.js';
import { ticks } from '../../src/heatmaps/ticks.js';

const cases = fc
  .record({
    rows: fc.integer({ min: 1, max: 6 }),
    columns: fc.integer({ min: 1, max: 12 }),
    low: fc.constantFrom(0, -1, -7.5),
    high: fc.constantFrom(0.3, 1, 20),
  })
  .chain(({ rows, columns, low, high }) =>
    fc.record({
      grid: fc
        .array(
          fc.oneof(fc.double({ min: low, max: high, noNaN: true }), fc.constant(low), fc.constant(NaN)),
          {
            minLength: rows * columns,
            maxLength: rows * columns,
          },
        )
        .map((values) => ({ rows, columns, values: Float64Array.from(values) })),
      scale: fc.constant({ low, high }),
      blank: fc.array(fc.boolean(), { minLength: columns, maxLength: columns }),
    }),
  );

test('painted one over the other, the cells are the values rounded to 255 colours', () =>
  fc.assert(
    fc.property(cases, ({ grid, scale, blank }) => {
      const { rows, columns, values } = grid;
      const { ground, cells, missing } = drawing(grid, scale, blank);
      const painted = new Float64Array(rows * columns).fill(ground);
      for (const { x, x2, y, value } of [...cells, ...missing])
        painted.fill(value, y * columns + x, y * columns + x2);
      const halfAColour = ((scale.high - scale.low) / 254 / 2) * (1 + 1e-9);
      const differing = [...values].filter((value, index) => {
        if (blank[index % columns]) return !Number.isNaN(painted[index]) && painted[index] !== ground;
        return (
          Number.isNaN(value) !== Number.isNaN(painted[index]) ||
          Math.abs(painted[index] - value) > halfAColour
        );
      });
      expect(differing).toEqual([]);
    }),
  ));

test('neighbours in a row that look the same are one run, and the most frequent colour is the ground', () => {
  const values = Float64Array.from([0, 0, 0.5, 0.5001, 0, 0, NaN, NaN, 1, 0, 0, 0]);
  expect(drawing({ rows: 2, columns: 6, values }, { low: 0, high: 1 }, Array(6).fill(false))).toEqual({
    ground: 0,
    cells: [
      { x: 2, x2: 4, y: 0, y2: 1, value: 0.5 },
      { x: 2, x2: 3, y: 1, y2: 2, value: 1 },
    ],
    missing: [{ x: 0, x2: 2, y: 1, y2: 2, value: NaN }],
  });
});

test('runs end where steps are blank', () => {
  const values = Float64Array.from([1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  const blank = [false, true, false, false, false, false, false, false, false, false];
  const { cells } = drawing({ rows: 1, columns: 10, values }, { low: 0, high: 1 }, blank);
  expect(cells.map(({ x, x2 }) => [x, x2])).toEqual([
    [0, 1],
    [2, 4],
  ]);
});

test('numbers on an axis are round, have room, and there is always one', () => {
  expect(ticks(8, 14, 12)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(ticks(128, 2, 20)).toEqual([1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]);
  expect(ticks(20, 10, 20)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
  expect(ticks(3, 1, 20)).toEqual([1]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 24 }),
      fc.integer({ min: 5, max: 60 }),
      (count, size, room) => {
        const numbers = ticks(count, size, room);
        const gaps = numbers.slice(1).map((number, index) => (number - numbers[index]) * size);
        expect(Math.min(...numbers)).toBeGreaterThanOrEqual(1);
        expect(Math.max(...numbers)).toBeLessThanOrEqual(count);
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0.8 * room);
      },
    ),
  );
});
