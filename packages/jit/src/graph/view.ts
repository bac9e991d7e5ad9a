import type { Value } from './value.js';

/** A strided window of some shape onto a value: what a tfjs tensor is while recording. */
export interface View {
  readonly value: Value;
  readonly shape: readonly number[];
  /** In elements. */
  readonly offset: number;
  /** In elements, one a dimension; 0 repeats, negative runs backwards. */
  readonly strides: readonly number[];
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride;
    stride *= shape[d]!;
  }
  return strides;
}

function isSameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let d = 0; d < a.length; d++) if (a[d] !== b[d]) return false;
  return true;
}

/** The whole value, row by row. */
export function wholeView(value: Value, shape: readonly number[]): View {
  return { value, shape, offset: 0, strides: rowMajorStrides(shape) };
}

/** Whether the view covers its value completely, in row-major order. */
export function isWhole(view: View): boolean {
  if (view.offset !== 0 || sizeOf(view.shape) !== view.value.size) return false;
  const strides = rowMajorStrides(view.shape);
  return view.shape.every((extent, d) => extent <= 1 || view.strides[d] === strides[d]);
}

/** Repeats the view along new leading dimensions and along dimensions of extent 1. */
export function broadcastTo(view: View, shape: readonly number[]): View {
  if (isSameShape(view.shape, shape)) return view;
  const missing = shape.length - view.shape.length;
  const strides = shape.map((extent, d) =>
    d < missing || (view.shape[d - missing] === 1 && extent !== 1) ? 0 : view.strides[d - missing]!,
  );
  return { ...view, shape, strides };
}

export function transpose(view: View, permutation: readonly number[]): View {
  return {
    ...view,
    shape: permutation.map((d) => view.shape[d]!),
    strides: permutation.map((d) => view.strides[d]!),
  };
}

/** Keeps `size` elements from `begin` on, `step` apart (negative: backwards), in each dimension. */
export function slice(
  view: View,
  begin: readonly number[],
  size: readonly number[],
  step: readonly number[] = view.shape.map(() => 1),
): View {
  return {
    value: view.value,
    shape: [...size],
    offset: view.offset + begin.reduce((sum, from, d) => sum + from * view.strides[d]!, 0),
    strides: view.strides.map((stride, d) => stride * step[d]!),
  };
}

export function reverse(view: View, dimensions: readonly number[]): View {
  const backwards = (d: number): boolean => dimensions.includes(d) && view.shape[d]! > 0;
  return slice(
    view,
    view.shape.map((extent, d) => (backwards(d) ? extent - 1 : 0)),
    view.shape,
    view.shape.map((_, d) => (backwards(d) ? -1 : 1)),
  );
}

/**
 * The same elements under another shape of equal size, or undefined when no window expresses it: each group of new
 * dimensions must stand for old dimensions that lie one behind the other in memory.
 */
export function reshape(view: View, shape: readonly number[]): View | undefined {
  const size = sizeOf(shape);
  if (size === 0) return { ...view, shape, strides: shape.map(() => 0) };
  const old = view.shape
    .map((extent, d) => ({ extent, stride: view.strides[d]! }))
    .filter((d) => d.extent !== 1);
  const strides = new Array<number>(shape.length).fill(0);
  let from = 0;
  let to = 0;
  while (to < shape.length) {
    if (shape[to] === 1) {
      to++;
      continue;
    }
    let oldSize = old[from]!.extent;
    let newSize = shape[to]!;
    const first = to;
    const firstOld = from;
    while (oldSize !== newSize) {
      if (oldSize < newSize) oldSize *= old[++from]!.extent;
      else newSize *= shape[++to]!;
    }
    for (let d = firstOld; d < from; d++) {
      if (old[d]!.stride !== old[d + 1]!.stride * old[d + 1]!.extent) return undefined;
    }
    let stride = old[from]!.stride;
    for (let d = to; d >= first; d--) {
      strides[d] = stride;
      stride *= shape[d]!;
    }
    from++;
    to++;
  }
  return { ...view, shape, strides };
}

/** The shape both shapes broadcast to, by the rules of tfjs (and numpy). */
export function broadcastShape(a: readonly number[], b: readonly number[]): readonly number[] {
  if (isSameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, d) => {
    const x = a[d - rank + a.length] ?? 1;
    const y = b[d - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new Error(`shapes [${a.join(', ')}] and [${b.join(', ')}] do not broadcast together`);
    }
    return x === 1 ? y : x;
  });
}
