import type { Kernel } from '../ir/kernel.js';
import { nestOf } from './nest/nest.js';
import { generateNest } from './nest/row.js';
import type { Code } from './wasm/code.js';

/** Generates a function that does a kernel's work; its parameters are the addresses of the kernel's buffers. */
export function generateKernel(kernel: Kernel, fused: boolean): Code {
  return generateNest(nestOf(kernel), fused);
}
