import { loopOf, type Generator } from './run.js';

/** Exact results lie outside of the floats from here on. */
const BEYOND = 2 ** 128;

/** The distance between neighbouring floats around a number, 2^-149 at least; beyond the largest float as there. */
function ulpAt(x: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(x)));
  return 2 ** (Math.min(Math.max(exponent, -126), 127) - 23);
}

const bounded = (x: number): number => Math.min(Math.max(x, -BEYOND), BEYOND);
const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0);

/**
 * How far a float is from the exact result, in units of the last place (the exact result's). Infinity counts as the
 * float that would follow the largest. A wrong kind of result (NaN for a number, -0 for 0) is infinitely far.
 * @param noise an absolute error that the exact result has itself
 */
export function errorInUlp(got: number, exact: number, noise = 0): number {
  if (Number.isNaN(exact) || Number.isNaN(got)) {
    return Number.isNaN(exact) && Number.isNaN(got) ? 0 : Infinity;
  }
  const difference = Math.abs(bounded(got) - bounded(exact));
  if (got === 0 && isNegative(got) !== isNegative(exact) && difference >= noise) return Infinity;
  return Math.max(difference - noise, 0) / ulpAt(bounded(exact));
}

export interface Accuracy {
  /** The largest error in units of the last place. */
  readonly ulp: number;
  /** Where it occurs. */
  readonly at: readonly number[];
  readonly got: number;
  readonly exact: number;
}

export interface Measurement {
  readonly generator: Generator;
  readonly definition: (...operands: number[]) => number;
  /** An array for each operand. */
  readonly samples: readonly Float32Array[];
  readonly fused: boolean;
  readonly noise?: number;
}

/** What generated code makes of the samples. */
export function resultsOf({ generator, samples, fused }: Omit<Measurement, 'definition'>): Float32Array {
  const length = Math.max(8, 4 * Math.ceil(samples[0]!.length / 4));
  const loop = loopOf(generator, samples.length, length, fused);
  samples.forEach((values, i) => loop.operands[i]!.set(values));
  loop.run();
  return loop.result.subarray(0, samples[0]!.length);
}

/** Runs generated code on samples and finds its largest error. */
export function accuracy(measurement: Measurement): Accuracy {
  const { definition, samples, noise } = measurement;
  const results = resultsOf(measurement);
  let worst: Accuracy = { ulp: 0, at: [], got: NaN, exact: NaN };
  for (let i = 0; i < results.length; i++) {
    const a = samples[0]![i]!;
    const exact = samples.length === 1 ? definition(a) : definition(a, samples[1]![i]!);
    const got = results[i]!;
    const ulp = errorInUlp(got, exact, noise);
    if (ulp > worst.ulp) worst = { ulp, at: samples.map((values) => values[i]!), got, exact };
  }
  return worst;
}
