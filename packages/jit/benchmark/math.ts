/**
 * What the operators cost and how exact they are: nanoseconds per element in generated code, without and with fused
 * products and sums, beside a loop over the definition in JavaScript (minimum over rounds), and the largest error over
 * a million floats of all magnitudes, in units of the last place.
 *
 *     node --import ./tools/testing/typescript-hooks.mjs packages/jit/benchmark/math.ts [operator ...]
 */
import { binaryMath, unaryMath } from '../src/emit/math/table.js';
import { binary, unary } from '../src/ir/arithmetic.js';
import type { BinaryOperator, UnaryOperator } from '../src/ir/expression.js';
import { accuracy } from '../test/emit/math/accuracy.js';
import { noise } from '../test/emit/math/bounds.js';
import { loopOf, type Generator } from '../test/emit/math/run.js';
import { everyFloat, neighbourhoods } from '../test/emit/math/samples.js';

/** Elements of an array; all arrays of a loop stay in the first cache. */
const LENGTH = 2048;
const ROUNDS = 40;
/** Milliseconds that a round is to take at least. */
const ROUND = 1;

/** Evenly spaced numbers in a shuffled order, the same on every run. */
function samples(low: number, high: number, stride: number): Float32Array {
  return Float32Array.from(
    { length: LENGTH },
    (_, i) => low + ((high - low) * ((i * stride) % LENGTH)) / (LENGTH - 1),
  );
}

type Definition = (...x: number[]) => number;

function nanosecondsPerElement(run: () => void): number {
  const time = (repeats: number): number => {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) run();
    return performance.now() - start;
  };
  let repeats = 1;
  while (time(repeats) < ROUND) repeats *= 2;
  const rounds = Array.from({ length: ROUNDS }, () => time(repeats));
  return (1e6 * Math.min(...rounds)) / repeats / LENGTH;
}

function generated(generator: Generator, operands: readonly Float32Array[], fused: boolean): number {
  const loop = loopOf(generator, operands.length, LENGTH, fused);
  operands.forEach((values, i) => loop.operands[i]!.set(values));
  return nanosecondsPerElement(loop.run);
}

function defined(name: string, definition: Definition, operands: readonly Float32Array[]): number {
  const result = new Float32Array(LENGTH);
  const [a, b] = operands;
  // Source of its own for each operator, so that the engine compiles each loop for one definition.
  const loop = new Function(
    'result, a, b, definition',
    `// ${name}
    for (let i = 0; i < result.length; i++) result[i] = definition(a[i], b[i]);`,
  ) as (...x: unknown[]) => void;
  return nanosecondsPerElement(() => loop(result, a, b ?? a, definition));
}

const ranges: Partial<Record<UnaryOperator | BinaryOperator, readonly [number, number]>> = {
  log: [0.01, 10],
  sqrt: [0.01, 10],
  rsqrt: [0.01, 10],
  log1p: [-0.9, 10],
  asin: [-1, 1],
  acos: [-1, 1],
  atanh: [-0.99, 0.99],
  acosh: [1, 10],
  pow: [0.01, 1],
};

function report(name: string, generator: Generator, definition: Definition, error: string): void {
  const [low, high] = ranges[name as UnaryOperator] ?? [-8, 8];
  const arity = name in unaryMath ? 1 : 2;
  const operands = [samples(low, high, 331), samples(0.5, 8, 773)].slice(0, arity);
  const times = [
    generated(generator, operands, false),
    generated(generator, operands, true),
    defined(name, definition, operands),
  ];
  print(name, ...times.map((time) => time.toFixed(2)), error);
}

function print(name: string, ...columns: readonly string[]): void {
  console.log(name.padEnd(18), ...columns.map((text) => text.padStart(9)));
}

const chosen = process.argv.slice(2);
const wanted = (name: string): boolean => chosen.length === 0 || chosen.includes(name);
const sweep = [everyFloat(4099), neighbourhoods()];
const isMask = (name: string): boolean => name.startsWith('is') || name === 'not';

print('ns per element', 'plain', 'fused', 'Math', 'ulp');
for (const name of Object.keys(unaryMath) as UnaryOperator[]) {
  if (!wanted(name)) continue;
  const errors = sweep.map((floats) => accuracy(unaryMath[name], unary[name], [floats], noise[name]).ulp);
  report(name, unaryMath[name], unary[name], isMask(name) ? '' : Math.max(...errors).toFixed(2));
}
for (const name of Object.keys(binaryMath.float32) as BinaryOperator[]) {
  if (wanted(name)) report(name, binaryMath.float32[name], binary[name], '');
}
