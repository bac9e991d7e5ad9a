import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { applyBinary, coerce, unary } from '../../src/ir/arithmetic.js';
import type { BinaryOperator, ElementType, UnaryOperator } from '../../src/ir/expression.js';

/** The definitions of operators against tfjs's cpu backend, bit for bit. */

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const unaryKernels: readonly (readonly [kernel: string, operator: UnaryOperator])[] = [
  ['Abs', 'abs'],
  ['Neg', 'neg'],
  ['Sqrt', 'sqrt'],
  ['Rsqrt', 'rsqrt'],
  ['Reciprocal', 'reciprocal'],
  ['Square', 'square'],
  ['Floor', 'floor'],
  ['Ceil', 'ceil'],
  ['Round', 'round'],
  ['Sign', 'sign'],
  ['Exp', 'exp'],
  ['Expm1', 'expm1'],
  ['Log', 'log'],
  ['Log1p', 'log1p'],
  ['Sin', 'sin'],
  ['Cos', 'cos'],
  ['Tan', 'tan'],
  ['Asin', 'asin'],
  ['Acos', 'acos'],
  ['Atan', 'atan'],
  ['Sinh', 'sinh'],
  ['Cosh', 'cosh'],
  ['Tanh', 'tanh'],
  ['Asinh', 'asinh'],
  ['Acosh', 'acosh'],
  ['Atanh', 'atanh'],
  ['Sigmoid', 'sigmoid'],
  ['Softplus', 'softplus'],
  ['Erf', 'erf'],
  ['Relu', 'relu'],
  ['Relu6', 'relu6'],
  ['Elu', 'elu'],
  ['Selu', 'selu'],
  ['IsNan', 'isNaN'],
  ['IsInf', 'isInf'],
  ['IsFinite', 'isFinite'],
];

const binaryKernels: readonly (readonly [kernel: string, operator: BinaryOperator])[] = [
  ['Add', 'add'],
  ['Sub', 'sub'],
  ['Multiply', 'mul'],
  ['RealDiv', 'div'],
  ['FloorDiv', 'floorDiv'],
  ['Mod', 'mod'],
  ['Pow', 'pow'],
  ['Maximum', 'max'],
  ['Minimum', 'min'],
  ['SquaredDifference', 'squaredDifference'],
  ['Atan2', 'atan2'],
  ['Equal', 'equal'],
  ['NotEqual', 'notEqual'],
  ['Less', 'less'],
  ['LessEqual', 'lessEqual'],
  ['Greater', 'greater'],
  ['GreaterEqual', 'greaterEqual'],
];

const logicalKernels: readonly (readonly [kernel: string, operator: BinaryOperator])[] = [
  ['LogicalAnd', 'and'],
  ['LogicalOr', 'or'],
];

function runKernel(
  kernel: string,
  inputs: Record<string, tf.Tensor>,
): { type: ElementType; values: number[] } {
  return tf.tidy(() => {
    const result = tf.engine().runKernel(kernel, inputs) as tf.Tensor;
    return { type: result.dtype as ElementType, values: Array.from(result.dataSync()) };
  });
}

const tensor = (type: ElementType, values: readonly number[]): tf.Tensor =>
  tf.tensor1d(type === 'bool' ? values.map(Boolean) : [...values], type);

const float = fc.oneof(
  fc.float(),
  fc.float({ min: -16, max: 16, noNaN: true }),
  fc.integer({ min: -40, max: 40 }).map((n) => n / 2),
  fc.constantFrom(
    NaN,
    Infinity,
    -Infinity,
    0,
    -0,
    1,
    -1,
    2 ** -149,
    -(2 ** -149),
    2 ** 24 + 2,
    3.4028234663852886e38,
  ),
);
const integer = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.integer({ min: -12, max: 12 }),
  fc.constantFrom(2 ** 31 - 1, -(2 ** 31), 46341),
);
const elements: Record<ElementType, fc.Arbitrary<number>> = {
  float32: float,
  int32: integer,
  bool: fc.integer({ min: 0, max: 1 }),
};

test.each(unaryKernels)('%s is %s', (kernel, operator) => {
  fc.assert(
    fc.property(fc.array(float, { minLength: 1, maxLength: 100 }), (numbers) => {
      const x = numbers.map(Math.fround);
      const { type, values } = runKernel(kernel, { x: tensor('float32', x) });
      expect(values).toEqual(x.map((each) => coerce(type, unary[operator](each))));
    }),
    { numRuns: 200 },
  );
});

test('LogicalNot is not', () => {
  const { type, values } = runKernel('LogicalNot', { x: tensor('bool', [0, 1]) });
  expect(type).toBe('bool');
  expect(values).toEqual([0, 1].map(unary.not));
});

/** tfjs rounds products to doubles before it wraps them; the definition is exact. */
const isRoundedProduct = (a: number, b: number): boolean => Math.abs(a * b) > 2 ** 53;

function checkBinary(kernel: string, operator: BinaryOperator, element: ElementType): void {
  const pair = fc
    .tuple(elements[element], elements[element])
    .filter(([a, b]) => !(element === 'int32' && operator === 'mul' && isRoundedProduct(a, b)));
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 100 }), (pairs) => {
      const [a, b] = [0, 1].map((i) => pairs.map((each) => coerce(element, each[i as 0 | 1])));
      const { type, values } = runKernel(kernel, { a: tensor(element, a!), b: tensor(element, b!) });
      expect(values).toEqual(a!.map((each, i) => applyBinary(operator, type, each, b![i]!)));
    }),
    { numRuns: 200 },
  );
}

test.each(binaryKernels)('%s of floats is %s', (kernel, operator) =>
  checkBinary(kernel, operator, 'float32'),
);
test.each(binaryKernels)('%s of integers is %s', (kernel, operator) =>
  checkBinary(kernel, operator, 'int32'),
);
test.each(logicalKernels)('%s of bools is %s', (kernel, operator) => checkBinary(kernel, operator, 'bool'));

test('casts', () => {
  const types: readonly ElementType[] = ['float32', 'int32', 'bool'];
  for (const from of types) {
    for (const to of types) {
      fc.assert(
        fc.property(fc.array(elements[from], { minLength: 1, maxLength: 50 }), (numbers) => {
          const x = numbers.map((each) => coerce(from, each));
          const cast = tf.tidy(() => Array.from(tensor(from, x).cast(to).dataSync()));
          // tfjs leaves integers unrounded if they are to be floats.
          expect(cast.map((each) => coerce(to, each))).toEqual(x.map((each) => coerce(to, each)));
        }),
      );
    }
  }
});
