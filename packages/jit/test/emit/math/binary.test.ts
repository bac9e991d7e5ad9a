import * as fc from 'fast-check';
import { binaryMath } from '../../../src/emit/math/table.js';
import type { Vectors } from '../../../src/emit/dag/vectors.js';
import type { Node } from '../../../src/emit/dag/node.js';
import { applyBinary, binary } from '../../../src/ir/arithmetic.js';
import type { BinaryOperator, ElementType } from '../../../src/ir/expression.js';
import { accuracy, type Accuracy } from './accuracy.js';
import { binaryBounds } from './bounds.js';
import { loopOf, MODES, type Generator } from './run.js';
import { special } from './samples.js';

const comparisons: readonly BinaryOperator[] = [
  'equal',
  'notEqual',
  'less',
  'lessEqual',
  'greater',
  'greaterEqual',
  'and',
  'or',
  'xor',
];
const operators = Object.keys(binaryMath.float32) as BinaryOperator[];
const arithmetic = operators.filter((operator) => !comparisons.includes(operator));

const float = fc.oneof(
  fc.float(),
  fc.constantFrom(...special),
  fc.float({ min: -16, max: 16, noNaN: true }),
  fc.integer({ min: -40, max: 40 }),
);
/** Exponents of two for results of all sizes, those outside of the floats included. */
const size = fc.double({ min: -160, max: 140, noNaN: true });
const base = fc.oneof(
  fc.double({ min: -120, max: 120, noNaN: true }).map((x) => 2 ** x),
  // Close to 1 the logarithm is small, and the exponent large.
  fc
    .tuple(fc.double({ min: 0.5, max: 1, noNaN: true }), fc.integer({ min: 0, max: 22 }), fc.boolean())
    .map(([x, n, above]) => 1 + (above ? 1 : -0.5) * x * 2 ** -n),
);
const pairOfPower = fc.tuple(base, size).map(([x, n]): [number, number] => {
  const a = Math.fround(x);
  return [a, a === 1 ? n : n / Math.log2(a)];
});

const operandsOf = (pairs: readonly (readonly [number, number])[]): Float32Array[] =>
  [0, 1].map((i) => Float32Array.from(pairs, (pair) => pair[i as 0 | 1]));

function within(operator: BinaryOperator, worst: Accuracy): void {
  const isWithin = worst.ulp <= (binaryBounds[operator] ?? 0.5);
  expect({ ...worst, isWithin }).toEqual({ ...worst, isWithin: true });
}

describe('float32', () => {
  const everyPair = special.flatMap((a) => special.map((b) => [a, b] as const));

  test.each(arithmetic)('%s of special numbers', (operator) => {
    within(operator, accuracy(binaryMath.float32[operator], binary[operator], operandsOf(everyPair)));
  });

  test.each(arithmetic)('%s of any numbers', (operator) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(float, float), { minLength: 100, maxLength: 400 }), (pairs) => {
        within(operator, accuracy(binaryMath.float32[operator], binary[operator], operandsOf(pairs)));
      }),
      { numRuns: 60 },
    );
  });

  test('pow over results of all sizes', () => {
    fc.assert(
      fc.property(fc.array(pairOfPower, { minLength: 200, maxLength: 600 }), (pairs) => {
        within('pow', accuracy(binaryMath.float32.pow, binary.pow, operandsOf(pairs)));
      }),
      { numRuns: 300 },
    );
  });

  test.each([-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 4, 5, 1 / 3, NaN, Infinity, -Infinity])(
    'pow with the constant exponent %d',
    (exponent) => {
      const b = Math.fround(exponent);
      const generator: Generator = (v, x) => binaryMath.float32.pow(v, x!, v.float(b));
      fc.assert(
        fc.property(fc.array(float, { minLength: 100, maxLength: 400 }), (numbers) => {
          const samples = Float32Array.from([...special, ...numbers]);
          within(
            'pow',
            accuracy(generator, (x) => x ** b, [samples]),
          );
        }),
        { numRuns: 20 },
      );
    },
  );
});

/** Runs an operator on patterns of 32 bits; the results' bits. */
function resultsOf(
  generator: (v: Vectors, a: Node, b: Node) => Node,
  pairs: readonly (readonly [number, number])[],
  fused: boolean,
): Int32Array {
  const length = Math.max(8, 4 * Math.ceil(pairs.length / 4));
  const loop = loopOf((v, a, b) => generator(v, a!, b!), 2, length, fused);
  const bits = new Int32Array(loop.memory.buffer);
  pairs.forEach(([a, b], i) => {
    bits[i] = a;
    bits[length + i] = b;
  });
  loop.run();
  return bits.subarray(2 * length, 2 * length + pairs.length);
}

const bitsOfFloat = (x: number): number => new Int32Array(Float32Array.of(x).buffer)[0]!;

/** A value as it stands in a register: bools are masks. */
const bitsOf = (type: ElementType, x: number): number =>
  type === 'float32' ? bitsOfFloat(x) : type === 'bool' ? (x ? -1 : 0) : x;

function isExact(
  operator: BinaryOperator,
  type: ElementType,
  pairs: readonly (readonly [number, number])[],
): void {
  const generator = binaryMath[type][operator];
  const result = comparisons.includes(operator) ? 'bool' : type;
  const patterns = pairs.map(([a, b]) => [bitsOf(type, a), bitsOf(type, b)] as const);
  const expected = pairs.map(([a, b]) => bitsOf(result, applyBinary(operator, result, a, b)));
  for (const fused of MODES) {
    expect(Array.from(resultsOf(generator, patterns, fused))).toEqual(expected);
  }
}

test.each(comparisons)('%s of floats gives masks', (operator) => {
  const everyPair = special.flatMap((a) => special.map((b) => [a, b] as const));
  isExact(operator, 'float32', everyPair);
});

test.each(operators)('%s of bools', (operator) => {
  isExact(
    operator,
    'bool',
    [0, 1].flatMap((a) => [0, 1].map((b) => [a, b] as const)),
  );
});

const integer = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.integer({ min: -12, max: 12 }),
  fc.constantFrom(0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 24 + 1, 46341),
);

/** The powers from 2^53 to 2^84, which tfjs rounds before it wraps them. */
const isRounded = (a: number, b: number): boolean => Math.abs(a ** b) >= 2 ** 53 && Math.abs(a) !== 2;

test.each(operators)('%s of integers', (operator) => {
  const pair = fc.tuple(integer, integer);
  const exact = operator === 'pow' ? pair.filter(([a, b]) => b >= 64 || !isRounded(a, b)) : pair;
  fc.assert(
    fc.property(fc.array(exact, { minLength: 40, maxLength: 200 }), (pairs) => {
      isExact(operator, 'int32', pairs);
    }),
    { numRuns: 100 },
  );
});

test('powers of integers beyond the digits of a double are exact modulo 2^32', () => {
  const pairs = [3, -3, 5, 7, 12, 99, -1001].flatMap((a) => [40, 41, 63].map((b) => [a, b] as const));
  const expected = pairs.map(([a, b]) => Number(BigInt.asIntN(32, BigInt(a) ** BigInt(b))));
  expect(Array.from(resultsOf(binaryMath.int32.pow, pairs, false))).toEqual(expected);
});
