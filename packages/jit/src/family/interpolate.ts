/**
 * Graphs recorded for sequences of different lengths differ in numbers only: in extents, strides, offsets, counts, which
 * all grow by the same amount for each further time step. So from two of them follow all others, and what was made of
 * the two says what is to be made of a third. Here "graph" is any structure of arrays and plain objects; other objects
 * (variables, functions) are compared by identity.
 */

/** Where a third graph lies: at `first + (numerator / denominator) * (second - first)`, in every whole number. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
  /** What other numbers are there, such as one by the length, by what they are in the first and the second. */
  readonly others: ReadonlyMap<string, number>;
}

const pairKey = (a: number, b: number): string => `${a} ${b}`;

const isBranch = (x: unknown): x is Record<string, unknown> | unknown[] =>
  Array.isArray(x) || (typeof x === 'object' && x !== null && Object.getPrototypeOf(x) === Object.prototype);

const sameElements = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.prototype.every.call(a, (x, i) => Object.is(x, b[i]));

const isData = (x: unknown): x is Float32Array | Int32Array =>
  x instanceof Float32Array || x instanceof Int32Array;

/** Whether two leaves are the same, but for numbers. */
const sameLeaf = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) || (isData(a) && isData(b) && sameElements(a, b));

/** The ratio at which the third lies between (or beyond) the two others; undefined if it does not. */
export function ratioOf(first: unknown, second: unknown, third: unknown): Ratio | undefined {
  let ratio: { readonly numerator: number; readonly denominator: number } | undefined;
  const others = new Map<string, number>();
  const seen = new Map<object, readonly [unknown, unknown]>();
  const fits = (a: number, b: number, c: number): boolean => {
    if (Object.is(a, b)) return Object.is(a, c);
    if (![a, b].every(Number.isInteger)) {
      const known = others.get(pairKey(a, b));
      others.set(pairKey(a, b), c);
      return known === undefined || Object.is(known, c);
    }
    if (!Number.isInteger(c)) return false;
    ratio ??= { numerator: c - a, denominator: b - a };
    return (c - a) * ratio.denominator === (b - a) * ratio.numerator;
  };
  const visit = (a: unknown, b: unknown, c: unknown): boolean => {
    if (typeof a === 'number' && typeof b === 'number' && typeof c === 'number') return fits(a, b, c);
    if (!isBranch(a) || !isBranch(b) || !isBranch(c)) return sameLeaf(a, b) && sameLeaf(a, c);
    if (a === b && a === c) return true;
    const known = seen.get(a);
    if (known && known[0] === b && known[1] === c) return true;
    seen.set(a, [b, c]);
    if (Array.isArray(a)) {
      if (!Array.isArray(b) || !Array.isArray(c) || a.length !== b.length || a.length !== c.length)
        return false;
      for (let i = 0; i < a.length; i++) if (!visit(a[i], b[i], c[i])) return false;
      return true;
    }
    if (Array.isArray(b) || Array.isArray(c)) return false;
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length || keys.length !== Object.keys(c).length) return false;
    for (const key of keys) if (!visit(a[key], b[key], c[key])) return false;
    return true;
  };
  if (!visit(first, second, third)) return undefined;
  return { ...(ratio ?? { numerator: 0, denominator: 1 }), others };
}

/** Thrown where two structures differ in more than numbers that are told. */
class Mismatch extends Error {}

/** The structure at the given ratio between two; undefined if they differ in more. Sharing is kept. */
export function interpolate<T>(
  first: T,
  second: T,
  { numerator, denominator, others }: Ratio,
): T | undefined {
  const made = new Map<object, { readonly second: unknown; readonly result: unknown }>();
  const between = (a: number, b: number): number => {
    if (Object.is(a, b)) return a;
    const other = others.get(pairKey(a, b));
    if (other !== undefined) return other;
    const result = a + ((b - a) * numerator) / denominator;
    if (![a, b, result].every(Number.isInteger)) throw new Mismatch();
    return result;
  };
  const visit = (a: unknown, b: unknown): unknown => {
    if (typeof a === 'number' && typeof b === 'number') return between(a, b);
    if (!isBranch(a) || !isBranch(b)) {
      if (!sameLeaf(a, b)) throw new Mismatch();
      return a;
    }
    if (a === b) return a;
    const known = made.get(a);
    if (known?.second === b) return known.result;
    const result = Array.isArray(a) || Array.isArray(b) ? list(a, b) : record(a, b);
    made.set(a, { second: b, result });
    return result;
  };
  const list = (a: unknown, b: unknown): unknown[] => {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) throw new Mismatch();
    return a.map((part, i) => visit(part, b[i]));
  };
  const record = (a: Record<string, unknown>, b: Record<string, unknown>): Record<string, unknown> => {
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) throw new Mismatch();
    const result: Record<string, unknown> = {};
    for (const key of keys) {
      if (!(key in b)) throw new Mismatch();
      result[key] = visit(a[key], b[key]);
    }
    return result;
  };
  try {
    return visit(first, second) as T;
  } catch (error) {
    if (error instanceof Mismatch) return undefined;
    throw error;
  }
}
