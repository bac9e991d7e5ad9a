import type { IndexMap } from './affine.js';
import type { Area } from './overlap.js';
import type { Splits } from './reindex.js';

/** Where a load finds what a store wrote. */
export interface Passage {
  /** How the dimensions of the load's index space must be cut first. */
  readonly splits: Splits;
  /** The index of the store's space, in terms of the indices of the load's space once that is cut. */
  readonly map: IndexMap;
}

interface Digit {
  readonly dimension: number;
  readonly stride: number;
  readonly extent: number;
  readonly backwards: boolean;
}

/**
 * Which point of the store's index space wrote what the load reads, for each point of the load's space; undefined if
 * some of it was not written by this store, or no affine map says it. The windows name the same value.
 *
 * The strides of a store nest like the places of a number, so an element's address has its indices as digits.
 */
export function passage(store: Area, load: Area): Passage | undefined {
  const digits = digitsOf(store);
  if (!digits || load.extents.includes(0)) return undefined;
  const rank = load.extents.length;
  const strides = load.window.strides;
  /** Counted from the lowest address either window touches. */
  let distance = load.window.offset - store.window.offset;
  for (const { stride, extent, backwards } of digits) if (backwards) distance += stride * (extent - 1);
  strides.forEach((stride, d) => {
    if (stride < 0) distance += stride * (load.extents[d]! - 1);
  });
  const start = decompose(digits, distance);
  if (!start) return undefined;

  const greatest = [...start];
  /** Factors for each part of each dimension of the load, innermost part first. */
  const parts: { extent: number; factors: readonly number[] }[][] = Array.from({ length: rank }, () => []);
  const order = strides
    .map((stride, dimension) => ({ stride: Math.abs(stride), dimension }))
    .sort((a, b) => a.stride - b.stride);
  for (const { stride, dimension } of order) {
    let extent = load.extents[dimension]!;
    let step = stride;
    while (extent > 1 && step > 0) {
      const factors = decompose(digits, step);
      if (!factors) return undefined;
      const room = roomFor(digits, greatest, factors);
      if (extent <= room) {
        add(greatest, factors, extent - 1);
        parts[dimension]!.push({ extent, factors });
        break;
      }
      const period = periodOf(digits, start, factors);
      if (period === undefined || period < 2 || period > room || extent % period !== 0) return undefined;
      add(greatest, factors, period - 1);
      parts[dimension]!.push({ extent: period, factors });
      extent /= period;
      step *= period;
    }
  }
  if (digits.some(({ extent }, i) => greatest[i]! >= extent)) return undefined;
  return assembleMap(store, load, digits, start, parts);
}

/** Digits of the store's address, the highest first; undefined if they are none. */
function digitsOf({ window, extents }: Area): Digit[] | undefined {
  const digits: Digit[] = [];
  for (let dimension = 0; dimension < extents.length; dimension++) {
    const extent = extents[dimension]!;
    const stride = window.strides[dimension]!;
    if (extent === 1) continue;
    if (stride === 0) return undefined;
    digits.push({ dimension, stride: Math.abs(stride), extent, backwards: stride < 0 });
  }
  digits.sort((a, b) => b.stride - a.stride);
  let below = 0;
  for (let i = digits.length - 1; i >= 0; i--) {
    const { stride, extent } = digits[i]!;
    if (stride <= below) return undefined;
    below += stride * (extent - 1);
  }
  return digits;
}

/** The digits of a distance in memory; undefined if it has none. */
function decompose(digits: readonly Digit[], distance: number): number[] | undefined {
  let rest = distance;
  if (rest < 0) return undefined;
  const result = digits.map(({ stride, extent }, i) => {
    // Only the highest digit may be beyond its extent: a dimension that is cut steps over it.
    const digit = Math.floor(rest / stride);
    const bounded = i === 0 ? digit : Math.min(digit, extent - 1);
    rest -= bounded * stride;
    return bounded;
  });
  return rest === 0 ? result : undefined;
}

/** How many steps of the given digits can be taken. */
function roomFor(digits: readonly Digit[], greatest: readonly number[], factors: readonly number[]): number {
  let room = Infinity;
  digits.forEach(({ extent }, i) => {
    if (factors[i]! > 0) room = Math.min(room, Math.floor((extent - 1 - greatest[i]!) / factors[i]!) + 1);
  });
  return room;
}

/** After how many steps of one digit, beginning at 0, the next higher one takes over. */
function periodOf(
  digits: readonly Digit[],
  start: readonly number[],
  factors: readonly number[],
): number | undefined {
  const used = factors.flatMap((factor, i) => (factor > 0 ? [i] : []));
  if (used.length !== 1) return undefined;
  const i = used[0]!;
  const { extent } = digits[i]!;
  return start[i] === 0 && extent % factors[i]! === 0 ? extent / factors[i]! : undefined;
}

function add(greatest: number[], factors: readonly number[], times: number): void {
  factors.forEach((factor, i) => (greatest[i]! += factor * times));
}

function assembleMap(
  store: Area,
  load: Area,
  digits: readonly Digit[],
  start: readonly number[],
  parts: readonly (readonly { extent: number; factors: readonly number[] }[])[],
): Passage {
  const whole = parts.map((list, d) =>
    list.length === 0 ? [{ extent: load.extents[d]!, factors: digits.map(() => 0) }] : [...list].reverse(),
  );
  const flat = whole.flatMap((list, dimension) => list.map((part) => ({ ...part, dimension })));
  const map = store.extents.map((_, dimension) => {
    const i = digits.findIndex((digit) => digit.dimension === dimension);
    if (i < 0) return { offset: 0, factors: flat.map(() => 0) };
    let offset = start[i]!;
    const factors = flat.map((part) => {
      const factor = part.factors[i]!;
      if (load.window.strides[part.dimension]! >= 0 || factor === 0) return factor;
      // The load runs backwards along this dimension.
      offset += factor * (part.extent - 1);
      return -factor;
    });
    return digits[i]!.backwards
      ? {
          offset: digits[i]!.extent - 1 - offset,
          factors: factors.map((factor) => (factor === 0 ? 0 : -factor)),
        }
      : { offset, factors };
  });
  return { splits: whole.map((list) => list.map(({ extent }) => extent)), map };
}
