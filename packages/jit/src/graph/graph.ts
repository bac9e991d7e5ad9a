import type { Variable } from '@tensorflow/tfjs';
import type { Node } from './node.js';
import type { Value } from './value.js';

/** A recorded function: what it computes, in order, and which values leave it. */
export interface Graph {
  /** All values, at the place their id names. */
  readonly values: readonly Value[];
  /** Nodes that write a variable's value come after all that read what it held before the call. */
  readonly nodes: readonly Node[];
  /** The tensors the function returned, in the order of the flattened result; each a value of its own. */
  readonly outputs: readonly Value[];
  /** Variables whose value some node writes. */
  readonly assigned: readonly Variable[];
}
