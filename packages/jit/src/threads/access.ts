import { areasRead, areasWritten } from '../graph/access.js';
import { canSumTo, type Area, type Term } from '../graph/overlap.js';
import type { Kernel } from '../ir/kernel.js';
import type { Call, Place } from '../ir/program.js';

/** The elements of memory that a call touches through one window, in all steps of the loop around it. */
export interface Access {
  readonly writes: boolean;
  /** Whether addresses count from the beginning of the memory; the arena lies apart. */
  readonly absolute: boolean;
  /** The element at index 0 in step 0. */
  readonly first: number;
  readonly strides: readonly number[];
  readonly extents: readonly number[];
  /** Elements from one time step to the next, and how many steps there are. */
  readonly timeStride: number;
  readonly count: number;
  /** The lowest and the highest element touched, over all steps. */
  readonly from: number;
  readonly to: number;
}

const BYTES = 4;

/** @param count steps of the loop around the call, 1 outside loops */
export function accessesOf(kernel: Kernel, { places }: Call, count: number): Access[] {
  const node = { ...kernel, sources: [] };
  return [
    ...areasRead(node).map((area) => accessOf(area, places, count, false)),
    ...areasWritten(node).map((area) => accessOf(area, places, count, true)),
  ];
}

function accessOf(
  { window, extents }: Area,
  places: readonly Place[],
  count: number,
  writes: boolean,
): Access {
  const place = places[window.buffer]!;
  const first = place.address / BYTES + window.offset;
  const timeStride = place.stride / BYTES;
  let from = first;
  let to = first;
  const reach = (distance: number): void => {
    if (distance < 0) from += distance;
    else to += distance;
  };
  window.strides.forEach((stride, d) => reach(stride * (extents[d]! - 1)));
  reach(timeStride * (count - 1));
  return {
    writes,
    absolute: place.absolute,
    first,
    strides: window.strides,
    extents,
    timeStride,
    count,
    from,
    to,
  };
}

/** How far apart in time two accesses of one loop may be when both could happen at once. */
export type Distance = 'same step' | 'next step' | 'any';

/**
 * Whether two accesses by different threads must not happen at once: one of them writes what the other touches. The
 * answer may be a wrong yes.
 *
 * @param reverse whether the loop that both lie in runs backwards
 */
export function conflict(a: Access, b: Access, distance: Distance, reverse: boolean): boolean {
  if (!a.writes && !b.writes) return false;
  if (a.absolute !== b.absolute || a.to < b.from || b.to < a.from) return false;
  if (a.extents.includes(0) || b.extents.includes(0)) return false;
  const terms: Term[] = [];
  const along = ({ strides, extents }: Access, sign: 1 | -1): void =>
    strides.forEach((stride, d) => terms.push({ factor: sign * stride, from: 0, to: extents[d]! - 1 }));
  along(a, 1);
  along(b, -1);
  let total = b.first - a.first;
  if (distance === 'any') {
    terms.push({ factor: a.timeStride, from: 0, to: a.count - 1 });
    terms.push({ factor: -b.timeStride, from: 0, to: b.count - 1 });
  } else {
    // b is in the same step as a, or in the one after: a in step t, b in step t + later.
    const later = distance === 'next step' ? (reverse ? -1 : 1) : 0;
    const first = later < 0 ? 1 : 0;
    const pairs = a.count - Math.abs(later);
    if (pairs <= 0) return false;
    total += b.timeStride * later;
    terms.push({ factor: a.timeStride - b.timeStride, from: first, to: first + pairs - 1 });
  }
  return canSumTo(total, terms);
}
