/** A buffer that must exist from one step of the program to another, both included. */
export interface Interval {
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
}

const ALIGNMENT = 64;

/**
 * Gives each buffer an address so that buffers that exist at the same time do not overlap: in order of time, each
 * takes the smallest gap that holds it, which keeps recently used memory in use.
 */
export function allocate(intervals: readonly Interval[]): {
  readonly addresses: number[];
  readonly bytes: number;
} {
  const addresses = new Array<number>(intervals.length).fill(0);
  const order = intervals.map((_, i) => i).sort((a, b) => intervals[a]!.from - intervals[b]!.from);
  const ends = [...order].sort((a, b) => intervals[a]!.to - intervals[b]!.to);
  const gaps: { from: number; to: number }[] = [{ from: 0, to: Infinity }];
  const sizes = intervals.map(({ bytes }) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
  let expired = 0;
  let top = 0;
  for (const i of order) {
    while (expired < ends.length && intervals[ends[expired]!]!.to < intervals[i]!.from) {
      const done = ends[expired++]!;
      release(gaps, addresses[done]!, sizes[done]!);
    }
    addresses[i] = take(gaps, sizes[i]!);
    top = Math.max(top, addresses[i] + sizes[i]!);
  }
  return { addresses, bytes: top };
}

function take(gaps: { from: number; to: number }[], bytes: number): number {
  if (bytes === 0) return 0;
  let best = -1;
  for (let g = 0; g < gaps.length; g++) {
    const size = gaps[g]!.to - gaps[g]!.from;
    if (size >= bytes && (best < 0 || size < gaps[best]!.to - gaps[best]!.from)) best = g;
  }
  const gap = gaps[best]!;
  const address = gap.from;
  gap.from += bytes;
  if (gap.from === gap.to) gaps.splice(best, 1);
  return address;
}

function release(gaps: { from: number; to: number }[], from: number, bytes: number): void {
  if (bytes === 0) return;
  const to = from + bytes;
  let g = gaps.findIndex((gap) => gap.from >= to);
  if (g < 0) g = gaps.length;
  gaps.splice(g, 0, { from, to });
  const after = gaps[g + 1];
  if (after?.from === to) {
    gaps[g]!.to = after.to;
    gaps.splice(g + 1, 1);
  }
  const before = gaps[g - 1];
  if (before?.to === from) {
    before.to = gaps[g]!.to;
    gaps.splice(g, 1);
  }
}
