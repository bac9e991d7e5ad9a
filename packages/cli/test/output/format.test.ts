import fc from 'fast-check';
import { count, duration, figure, percentage } from '../../src/output/format.js';

test('counts have their thousands told apart', () => {
  expect([count(7), count(2000), count(1_234_567)]).toEqual(['7', '2,000', '1,234,567']);
});

test.each([
  [0, '0s'],
  [7.2, '8s'],
  [59.1, '1m00s'],
  [125, '2m05s'],
  [3600, '1h00m'],
  [11_245, '3h07m'],
  [360_000, '100h00m'],
  [Infinity, 'unknown'],
])('%d seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));

test.each([
  [1234.5, '1235'],
  [12.345, '12.35'],
  [1, '1.000'],
  [0.0123, '0.0123'],
  [0, '0.0000'],
  [-12.345, '-12.35'],
  [NaN, 'NaN'],
])('%d is shown as %s', (value, text) => expect(figure(value)).toBe(text));

test('only what is all right is 100 per cent', () => {
  expect(percentage(1)).toBe('100.00');
  expect(percentage(0.999999)).toBe('99.99');
});

test('every whole hundredth of a per cent is shown as itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
      expect(percentage(hundredths / 10_000)).toBe((hundredths / 100).toFixed(2));
    }),
  );
});
