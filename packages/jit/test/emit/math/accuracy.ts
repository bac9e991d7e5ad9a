import { loopOf, MODES, type Generator } from './run.js';

// Globals are slow to look up in jest's sandbox, and here they are wanted a hundred million times.
const { abs, floor, fround, log2, max, min } = Math;
const { is } = Object;
const { isNaN } = Number;

/** Exact results lie outside of the floats from here on. */
const BEYOND = 2 ** 128;

/** The distance between neighbouring floats around a number, 2^-149 at least; beyond the largest float as there. */
function ulpAt(x: number): number {
  const exponent = floor(log2(abs(x)));
  return 2 ** (min(max(exponent, -126), 127) - 23);
}

const bounded = (x: number): number => min(max(x, -BEYOND), BEYOND);
const isNegative = (x: number): boolean => x < 0 || is(x, -0);

/**
 * How far a float is from the exact result, in units of the last place (the exact result's). Infinity counts as the
 * float that would follow the largest. A wrong kind of result (NaN for a number, -0 for 0) is infinitely far.
 * @param noise an absolute error that the exact result has itself
 */
function errorInUlp(got: number, exact: number, noise = 0): number {
  if (isNaN(exact) || isNaN(got)) {
    return isNaN(exact) && isNaN(got) ? 0 : Infinity;
  }
  const difference = abs(bounded(got) - bounded(exact));
  if (got === 0 && isNegative(got) !== isNegative(exact) && difference >= noise) return Infinity;
  return max(difference - noise, 0) / ulpAt(bounded(exact));
}

export interface Accuracy {
  /** The largest error in units of the last place. */
  readonly ulp: number;
  /** Where it occurs. */
  readonly at: readonly number[];
  readonly got: number;
  readonly exact: number;
}

/** What generated code makes of samples, an array for each operand. */
export function resultsOf(
  generator: Generator,
  samples: readonly Float32Array[],
  fused: boolean,
): Float32Array {
  const length = max(8, 4 * Math.ceil(samples[0]!.length / 4));
  const loop = loopOf(generator, samples.length, length, fused);
  samples.forEach((values, i) => loop.operands[i]!.set(values));
  loop.run();
  return loop.result.subarray(0, samples[0]!.length);
}

/** The largest error of generated code on samples, without fused products and sums and with them. */
export function accuracy(
  generator: Generator,
  definition: (...operands: number[]) => number,
  samples: readonly Float32Array[],
  noise = 0,
): Accuracy {
  const modes = MODES.map((fused) => resultsOf(generator, samples, fused));
  let worst: Accuracy = { ulp: 0, at: [], got: NaN, exact: NaN };
  const [first, second] = samples;
  for (let i = 0; i < first!.length; i++) {
    const exact = second ? definition(first![i]!, second[i]!) : definition(first![i]!);
    const rounded = fround(exact);
    for (const results of modes) {
      const got = results[i]!;
      // Most results are the nearest float, and that is known more cheaply.
      if (worst.ulp >= 0.5 && is(got, rounded)) continue;
      const ulp = errorInUlp(got, exact, noise);
      if (ulp > worst.ulp) worst = { ulp, at: samples.map((values) => values[i]!), got, exact };
    }
  }
  return worst;
}
