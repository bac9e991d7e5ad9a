/** Bits of floats, as int32. */
const bitsOf = (x: number): number => new Int32Array(Float32Array.of(x).buffer)[0]!;

/** Every `step`-th float of all by their bits: all magnitudes, both signs, infinities and NaNs. */
export function everyFloat(step: number): Float32Array {
  const bits = new Uint32Array(Math.floor(2 ** 32 / step));
  for (let i = 0; i < bits.length; i++) bits[i] = i * step;
  return new Float32Array(bits.buffer);
}

export const special: readonly number[] = [
  0,
  -0,
  1,
  -1,
  2,
  -2,
  3,
  -3,
  0.5,
  -0.5,
  1.5,
  -1.5,
  1 / 3,
  7,
  100,
  -100,
  Infinity,
  -Infinity,
  NaN,
  // The least subnormal number, the least normal one, the largest.
  2 ** -149,
  -(2 ** -149),
  2 ** -126,
  -(2 ** -126),
  3.4028234663852886e38,
  -3.4028234663852886e38,
  // The neighbours of 1; where floats stop having halves, and where they stop being odd.
  1 + 2 ** -23,
  1 - 2 ** -24,
  2 ** 23 + 1,
  -(2 ** 23 + 1),
  2 ** 24,
  2 ** 24 + 2,
  1e10,
  -1e10,
  1e-10,
  1e30,
];

/**
 * Where generated code goes over from one case to another, or rounds to the next multiple: the exponential's multiples
 * of ln 2 and its ends, the logarithm's sqrt 1/2 times powers of two, the sine's multiples of pi / 4, thresholds of
 * single functions.
 */
const boundaries: readonly number[] = [
  ...range(-156, 132).map((n) => (n + 0.5) * Math.LN2),
  ...range(-140, 120, 20).map((n) => Math.SQRT1_2 * 2 ** n),
  ...range(1, 64).map((n) => (n * Math.PI) / 4),
  ...range(-4, 5).map((n) => n / 2),
  ...[
    -104, -103.3, -87.4, -18, -17, -13.942385, 8, 8.8, 9.01, 13.942385, 16.6, 18, 20, 88.37, 88.73, 89, 89.42,
    90,
  ],
  ...[2 ** -24, 2 ** -23, 2 ** -12, 0.125, 0.41421357, 2.4142137, 2 ** 14, 2 ** 31, 2 ** 32, 2 ** 64],
];

/** Floats that lie nearest to multiples of pi / 2 for their size, down to 2^-30 of a right angle. */
export const nearRightAngles: readonly number[] = (
  [
    [16367173, 72],
    [16367173, 73],
    [10741887, 11],
    [10741887, 12],
    [16573937, -16],
    [10057457, 62],
    [11617958, 17],
    [9012376, 53],
    [14173733, 88],
    [10695401, 2],
    [9882596, -21],
    [14015064, 66],
    [8895696, 34],
    [13444207, -8],
    [12438944, 103],
    [12438944, 104],
  ] as const
).map(([mantissa, exponent]) => mantissa * 2 ** exponent);

/** The special numbers, and 65 floats around each boundary and each difficult number. */
export function neighbourhoods(): Float32Array {
  const centres = [...boundaries, ...boundaries.map((x) => -x), ...nearRightAngles].map(bitsOf);
  const bits = centres.flatMap((centre) => range(-32, 33).map((i) => centre + i));
  return Float32Array.from([...special, ...new Float32Array(Int32Array.from(bits).buffer)]);
}

function range(from: number, to: number, step = 1): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);
}
