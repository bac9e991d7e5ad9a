import { Vectors } from '../../../src/emit/dag/vectors.js';
import { binaryMath, unaryMath } from '../../../src/emit/math/table.js';
import { binary, unary } from '../../../src/ir/arithmetic.js';
import type { UnaryOperator } from '../../../src/ir/expression.js';
import { accuracy } from './accuracy.js';
import { noise, unaryBounds } from './bounds.js';
import { loopOf, type Generator } from './run.js';
import { everyFloat, nearRightAngles, neighbourhoods } from './samples.js';

const samples = Float32Array.from([
  ...everyFloat(1_048_573),
  ...neighbourhoods().filter((_, i) => i % 8 === 0),
  ...nearRightAngles,
]);

/** Vectors that take another number for one of the constants, and note which constants were asked for. */
class Altered extends Vectors {
  constructor(
    { nodes, fused }: Vectors,
    private readonly alter: (value: number) => number,
  ) {
    super(nodes, fused);
  }

  override float = (value: number) => this.nodes.float(this.alter(value));
  override double = (value: number) => this.nodes.doubles(this.alter(value));
}

const altered =
  (generator: Generator, alter: (value: number) => number): Generator =>
  (v, ...operands) =>
    generator(new Altered(v, alter), ...operands);

/** Coefficients have digits; thresholds and powers of two have few. */
function isCoefficient(x: number): boolean {
  const mantissa = x / 2 ** Math.floor(Math.log2(Math.abs(x)));
  return Number.isFinite(mantissa) && !Number.isInteger(mantissa * 2 ** 12);
}

function coefficientsOf(generator: Generator, arity: number): readonly number[] {
  const constants = new Set<number>();
  const note = (value: number): number => {
    if (isCoefficient(value)) constants.add(value);
    return value;
  };
  loopOf(altered(generator, note), arity, 8, false);
  return [...constants];
}

const operators: readonly UnaryOperator[] = [
  'exp',
  'expm1',
  'log',
  'log1p',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'acosh',
  'atanh',
  'sigmoid',
  'softplus',
  'elu',
  'selu',
  'erf',
];

/** If the tests of accuracy are worth anything, they notice a coefficient that is twice as large. */
test.each(operators)('a wrong coefficient of %s is noticed', (operator) => {
  const generator = unaryMath[operator];
  const coefficients = coefficientsOf(generator, 1);
  expect(coefficients.length).toBeGreaterThan(2);
  for (const coefficient of coefficients) {
    const wrong = altered(generator, (x) => (x === coefficient ? 2 * x : x));
    const { ulp } = accuracy(wrong, unary[operator], [samples], noise[operator]);
    expect({ coefficient, noticed: ulp > (unaryBounds[operator] ?? 0.5) }).toEqual({
      coefficient,
      noticed: true,
    });
  }
});

test('a wrong coefficient of pow is noticed', () => {
  const a = samples.map(Math.abs);
  const b = a.map((x, i) => (((0.37 * i) % 250) - 130) / Math.log2(x));
  expect(accuracy(binaryMath.float32.pow, binary.pow, [a, b]).ulp).toBeLessThan(4);
  for (const coefficient of coefficientsOf(binaryMath.float32.pow, 2)) {
    const wrong = altered(binaryMath.float32.pow, (x) => (x === coefficient ? 2 * x : x));
    const { ulp } = accuracy(wrong, binary.pow, [a, b]);
    expect({ coefficient, noticed: ulp > 4 }).toEqual({ coefficient, noticed: true });
  }
});
