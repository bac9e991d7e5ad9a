import type { Kernel } from './kernel.js';

/**
 * Where a buffer of a call lies: `address + stride * t` bytes into the arena, where t is the step of the innermost
 * enclosing loop (0 outside loops). Addresses and strides are multiples of 4 (a time step of a stacked value begins
 * wherever the one before ends; whole buffers begin at multiples of 16), and 16 bytes behind every buffer may be read
 * (never written) by a kernel. The extent that a kernel is given comes as a place, too: its `address` is the extent.
 */
export interface Place {
  readonly address: number;
  /** Bytes from one time step to the next; may be negative. */
  readonly stride: number;
  /**
   * True: the address counts from the beginning of the memory, not from the arena's base. Variables, constants and
   * other values that outlive a call live there; the arena is scratch, shared by all programs of a memory.
   */
  readonly absolute: boolean;
}

/** Runs a kernel. */
export interface Call {
  readonly kind: 'call';
  readonly kernel: number;
  readonly places: readonly Place[];
}

/** Where each of several threads, which run a program each, waits for the others. */
export interface Barrier {
  readonly kind: 'barrier';
}

/** Runs its body for t = 0 .. count - 1, or from count - 1 down to 0. Loops do not nest. */
export interface Loop {
  readonly kind: 'loop';
  readonly count: number;
  readonly reverse: boolean;
  readonly body: readonly (Call | Barrier)[];
}

/** What a program does, in order. */
export type Step = Call | Barrier | Loop;

/** Everything code generation needs: the unique kernels, and the steps that call them. */
export interface Program {
  readonly kernels: readonly Kernel[];
  readonly steps: readonly Step[];
  /** Size of the arena in bytes; the program's code takes its base address as a parameter. */
  readonly arenaBytes: number;
}
