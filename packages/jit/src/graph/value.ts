import type { Tensor, Variable } from '@tensorflow/tfjs';
import type { ElementType } from '../ir/expression.js';

/** Where the elements of a value come from. */
export type Origin =
  /** Nodes of the graph write them. */
  | { readonly kind: 'computed' }
  /** A tensor among the arguments of the call, in the order of the flattened arguments. */
  | { readonly kind: 'argument'; readonly index: number }
  /** A variable's elements before the call. */
  | { readonly kind: 'variable'; readonly variable: Variable }
  /** A tensor of the surrounding program, whose elements never change. */
  | { readonly kind: 'captured'; readonly tensor: Tensor }
  /** Elements written while recording. */
  | { readonly kind: 'constant'; readonly data: Float32Array | Int32Array }
  /** All elements are one number, so loads of it become constants. */
  | { readonly kind: 'uniform'; readonly value: number }
  /** A number that is read anew before each call, such as a learning rate. */
  | { readonly kind: 'dynamic'; readonly read: () => number }
  /**
   * Time step `t + shift` of a stacked value, where t is the step of the loop whose body uses this value. Both the
   * forward and the backward loop may use one such value.
   */
  | { readonly kind: 'step'; readonly of: Value; readonly shift: number };

/** A contiguous run of elements: what a buffer will hold. */
export interface Value {
  readonly id: number;
  readonly type: ElementType;
  /** In elements. */
  readonly size: number;
  origin: Origin;
}

/** The value whose memory this one lies in: itself, or the stacked value it is a time step of. */
export function storageOf(value: Value): Value {
  return value.origin.kind === 'step' ? value.origin.of : value;
}
