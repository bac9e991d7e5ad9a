import { unaryMath } from '../../../src/emit/math/table.js';
import { unary } from '../../../src/ir/arithmetic.js';
import type { UnaryOperator } from '../../../src/ir/expression.js';
import { accuracy, resultsOf } from './accuracy.js';
import { noise, unaryBounds } from './bounds.js';
import { MODES } from './run.js';
import { everyFloat, neighbourhoods } from './samples.js';

const masks: readonly UnaryOperator[] = ['isNaN', 'isInf', 'isFinite'];
const operators = (Object.keys(unaryMath) as UnaryOperator[]).filter(
  (operator) => operator !== 'not' && !masks.includes(operator),
);

// A million floats; the step is a prime number, so that no bit of them keeps still.
const dense = everyFloat(4099);
const difficult = neighbourhoods();

test.each(operators)('%s over all floats', (operator) => {
  const bound = unaryBounds[operator] ?? 0.5;
  for (const samples of [dense, difficult]) {
    const worst = accuracy(unaryMath[operator], unary[operator], [samples], noise[operator]);
    expect({ ...worst, isWithin: worst.ulp <= bound }).toEqual({ ...worst, isWithin: true });
  }
});

describe.each(MODES)('with fused products and sums: %s', (fused) => {
  test.each(masks)('%s gives masks', (operator) => {
    const results = resultsOf(unaryMath[operator], [difficult], fused);
    const bits = new Int32Array(results.buffer, results.byteOffset, results.length);
    const expected = Array.from(difficult, (x) => (unary[operator](x) ? -1 : 0));
    expect(Array.from(bits)).toEqual(expected);
  });

  test('tanh is never beyond 1, and 1 from 9 on', () => {
    const start = new Int32Array(Float32Array.of(4).buffer)[0]!;
    const bits = Int32Array.from({ length: 2 ** 20 }, (_, i) => start + 13 * i);
    const samples = new Float32Array(bits.buffer);
    const results = resultsOf(unaryMath.tanh, [samples], fused);
    expect(results.every((y) => y <= 1)).toBe(true);
    expect(results.every((y, i) => samples[i]! < 9 || y === 1)).toBe(true);
  });
});
