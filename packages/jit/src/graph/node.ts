import type { MatrixKernel, RowKernel } from '../ir/kernel.js';

/**
 * The work of a graph: kernels whose windows name values by id (`Window.buffer` is a `Value.id`), and loops over time.
 */
export interface RowNode extends Omit<RowKernel, 'buffers'> {
  /** The tfjs kernels it stands for, for people. */
  readonly sources: readonly string[];
}

export interface MatrixNode extends Omit<MatrixKernel, 'buffers'> {
  readonly sources: readonly string[];
}

/** Runs its body for t = 0 .. count - 1 (or backwards); the body uses time steps of stacked values. */
export interface LoopNode {
  readonly kind: 'loop';
  readonly count: number;
  readonly reverse: boolean;
  readonly body: readonly KernelNode[];
}

export type KernelNode = RowNode | MatrixNode;
export type Node = KernelNode | LoopNode;
