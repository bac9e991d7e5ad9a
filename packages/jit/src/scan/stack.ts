import type { GraphBuilder } from '../graph/builder.js';
import type { Value } from '../graph/value.js';
import { isWhole, rowMajorStrides, sizeOf, wholeView, type View } from '../graph/view.js';

/**
 * Values over time: a stacked value holds one value after the other, and the body of a loop works on the one of its
 * step. What is handed on from step to step is a stack too, with one more place than there are steps: step t reads
 * place t and writes place t + 1 (backwards the other way round).
 */

/** The values made between two moments, such as those of a loop's body. */
export interface Range {
  readonly first: number;
  readonly end: number;
}

export function isWithin({ first, end }: Range, { id }: Value): boolean {
  return id >= first && id < end;
}

/** Place `t + shift` of a stack of values of this size, where t is the step. */
export function stepOf(builder: GraphBuilder, stack: Value, size: number, shift: number): Value {
  return builder.value(stack.type, size, { kind: 'step', of: stack, shift });
}

/** One fixed place of a stack, for use outside loops. */
export function placeOf(stack: Value, shape: readonly number[], place: number): View {
  return { value: stack, shape, offset: place * sizeOf(shape), strides: rowMajorStrides(shape) };
}

/** From now on the value, which a loop's body computes, is a place of the stack. */
function becomeStep(value: Value, stack: Value, shift: number): void {
  value.origin = { kind: 'step', of: stack, shift };
}

/** Makes a value that a loop's body computes outlive its step: all its steps are kept. */
export function keepSteps(builder: GraphBuilder, value: Value, time: number): void {
  becomeStep(value, builder.value(value.type, time * value.size), 0);
}

/**
 * A view of a loop's body over all time steps, `[time, ...shape]`. What is the same in all steps repeats.
 *
 * @param bodies the values of the loop's bodies
 */
export function overTime(builder: GraphBuilder, view: View, time: number, bodies: readonly Range[]): View {
  const { value } = view;
  const own = bodies.some((body) => isWithin(body, value));
  if (own && value.origin.kind === 'computed') keepSteps(builder, value, time);
  const shape = [time, ...view.shape];
  if (value.origin.kind !== 'step') return { ...view, shape, strides: [0, ...view.strides] };
  const { of, shift } = value.origin;
  return {
    value: of,
    shape,
    offset: shift * value.size + view.offset,
    strides: [value.size, ...view.strides],
  };
}

/** Writes a view of a loop's body to a place of a stack: by computing it there, where that is possible. */
export function handOn(builder: GraphBuilder, view: View, stack: Value, shift: number, body: Range): void {
  const { value } = view;
  if (isWithin(body, value) && value.origin.kind === 'computed' && isWhole(view)) {
    becomeStep(value, stack, shift);
  } else {
    const target = stepOf(builder, stack, sizeOf(view.shape), shift);
    builder.copyInto('HandOn', wholeView(target, view.shape), view);
  }
}
