import type { Kernel } from '../ir/kernel.js';
import { generateMatrix } from './matrix/generate.js';
import { nestOf } from './nest/nest.js';
import { generateNest } from './nest/row.js';
import type { Code } from './wasm/code.js';

/**
 * Generates a function that does a kernel's work; its parameters are the addresses of the kernel's buffers, and the
 * extent that it is given, if it is.
 *
 * @param fused whether the engine fuses products and sums
 * @param scratch the address of `SCRATCH_BYTES` bytes for the function's own use, if there are any
 */
export function generateKernel(kernel: Kernel, fused: boolean, scratch?: number): Code {
  const isProduct =
    kernel.kind === 'matrix' && [...kernel.batch, kernel.m, kernel.n, kernel.k].every((extent) => extent > 0);
  return isProduct ? generateMatrix(kernel, fused, scratch) : generateNest(nestOf(kernel), fused);
}
