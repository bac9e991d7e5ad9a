import { loopOf, type Generator } from './run.js';

/** The distance between neighbouring floats around a number, 2^-149 at least; beyond the largest float as there. */
export function ulpAt(x: number): number {
  const exponent = Math.min(Math.max(Math.floor(Math.log2(Math.abs(x))), -126), 127);
  return 2 ** (exponent - 23);
}

/**
 * How far a float is from the exact result, in units of the last place (the exact result's). Infinity counts as the
 * float that would follow the largest. A wrong kind of result (NaN for a number, -0 for 0) is infinitely far.
 */
export function errorInUlp(got: number, exact: number): number {
  if (Number.isNaN(exact) || Number.isNaN(got)) {
    return Number.isNaN(exact) && Number.isNaN(got) ? 0 : Infinity;
  }
  if (got === 0 && Object.is(got, -0) !== (exact < 0 || Object.is(exact, -0))) return Infinity;
  const bounded = (x: number): number => Math.min(Math.max(x, -(2 ** 128)), 2 ** 128);
  return Math.abs(bounded(got) - bounded(exact)) / ulpAt(bounded(exact));
}

export interface Accuracy {
  /** The largest error in units of the last place. */
  readonly ulp: number;
  /** Where it occurs. */
  readonly at: readonly number[];
  readonly got: number;
  readonly exact: number;
}

/** Runs generated code on samples, one array for each operand, and finds its largest error. */
export function accuracy(
  generator: Generator,
  definition: (...operands: number[]) => number,
  samples: readonly Float32Array[],
  fused: boolean,
): Accuracy {
  const count = samples[0]!.length;
  const loop = loopOf(generator, samples.length, Math.max(8, 4 * Math.ceil(count / 4)), fused);
  samples.forEach((values, i) => loop.operands[i]!.set(values));
  loop.run();
  let worst: Accuracy = { ulp: 0, at: [], got: NaN, exact: NaN };
  for (let i = 0; i < count; i++) {
    const at = samples.map((values) => values[i]!);
    const exact = definition(...at);
    const got = loop.result[i]!;
    const ulp = errorInUlp(got, exact);
    if (ulp > worst.ulp) worst = { ulp, at, got, exact };
  }
  return worst;
}

/** Floats of all magnitudes and both signs, evenly over the bit patterns: every `step`-th, infinities and NaN too. */
export function everyFloat(step: number): Float32Array {
  const bits = new Uint32Array(Math.floor(2 ** 32 / step)).map((_, i) => i * step);
  return new Float32Array(bits.buffer);
}
