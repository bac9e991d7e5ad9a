import type { Kernel } from '../ir/kernel.js';

/**
 * What code generation offers to the rest of the compiler:
 *
 *     const library = new KernelLibrary({ memory });   // implements Library
 *     const executable = assemble(program, library);   // an Executable
 *     executable.run(arenaBase);
 *
 * `library.ts`, `assemble.ts` and `relaxed-simd.ts` implement this.
 */
export interface LibraryOptions {
  /** The memory that arenas and variables live in. It may be shared between threads, and may grow later. */
  readonly memory: WebAssembly.Memory;
  /**
   * Whether products and sums are fused (relaxed SIMD), which is faster and differs in the last bits.
   * @defaultValue whether the engine can (`hasFusedMultiplyAdd()`)
   */
  readonly fma?: boolean;
  /**
   * Address of `SCRATCH_BYTES` bytes that the kernels may use while they run; libraries of threads that run at the same
   * time need some each. Without it, matrix products of some shapes are slower.
   */
  readonly scratch?: number;
}

/** Memory that a library's kernels use for copies of operands. */
export const SCRATCH_BYTES = 64 * 1024;

export interface EmitStats {
  /** Kernels compiled so far. */
  readonly kernels: number;
  /** WebAssembly modules made so far, and their size in all. */
  readonly modules: number;
  readonly bytes: number;
  /** Time spent generating WebAssembly, and time the engine took to accept it. */
  readonly generateMs: number;
  readonly compileMs: number;
}

/**
 * Compiled kernels. A kernel is known by the identity of its object, so that who interns kernels by structure
 * (the planner) has each compiled once; it is freed when its object is.
 */
export interface Library {
  readonly memory: WebAssembly.Memory;
  readonly fma: boolean;
  readonly stats: EmitStats;
  /** Compiles the kernels that are not known yet, as one module. */
  add(kernels: readonly Kernel[]): void;
  /** The same without blocking, for places where engines refuse to compile at once (browsers' main threads). */
  addAsync(kernels: readonly Kernel[]): Promise<void>;
  /** A kernel that was added: a function of the addresses of its buffers. */
  functionOf(kernel: Kernel): (...addresses: number[]) => void;
}

/** A program that can be run. It holds no memory of its own. */
export interface Executable {
  /** Size of the program's own module; its kernels belong to the library. */
  readonly bytes: number;
  /** Runs all steps with the arena at an address, a multiple of 16. */
  run(arenaBase: number): void;
}
