import type { GraphBuilder } from '../graph/builder.js';
import type { View } from '../graph/view.js';

/** One call of a tfjs kernel: its name, inputs by name (lists have the names '0', '1', ...) and attributes. */
export interface KernelCall {
  readonly name: string;
  readonly inputs: Readonly<Record<string, View>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly builder: GraphBuilder;
}

/**
 * Says what a tfjs kernel computes, in views and nodes: views alone where a window expresses the result, nodes
 * otherwise. The shapes of the results follow from the views, so recording needs no other description of a kernel.
 */
export type Lowering = (call: KernelCall) => View | readonly View[];

export type LoweringTable = Readonly<Record<string, Lowering>>;

export function listOf(inputs: Readonly<Record<string, View>>): View[] {
  return Object.keys(inputs)
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => inputs[name]!);
}

/** Axes as tfjs gives them (one or several, negative from the end) as dimensions in ascending order. */
export function axesOf(axis: unknown, rank: number): number[] {
  if (axis === undefined || axis === null) return Array.from({ length: rank }, (_, d) => d);
  const axes = (Array.isArray(axis) ? axis : [axis]) as number[];
  return axes.map((d) => (d < 0 ? d + rank : d)).sort((a, b) => a - b);
}
