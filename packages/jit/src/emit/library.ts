import type { Kernel } from '../ir/kernel.js';
import type { EmitStats, Library, LibraryOptions } from './interface.js';
import { generateKernel } from './kernel.js';
import { hasFusedMultiplyAdd } from './relaxed-simd.js';
import { imports, type WasmFunction } from './wasm/instantiate.js';
import { isShared, ModuleBuilder } from './wasm/module.js';

/**
 * Compiled kernels, each a function of a WebAssembly module.
 *
 * The modules are put together instruction by instruction and not written in AssemblyScript: every kernel is made for
 * its own shapes, strides and expression when the program that needs it is recorded, so code generation runs in
 * production, in browsers too. AssemblyScript would add its compiler (megabytes, a second and more for a module) to
 * what is installed and to each compilation, and offers no way to say which values live in registers, which a
 * graph of instructions does. What is emitted here is so regular that an encoder for it takes a few hundred lines.
 */
export class KernelLibrary implements Library {
  readonly memory: WebAssembly.Memory;
  readonly fma: boolean;
  private readonly scratch: number | undefined;
  /** A function keeps its module in memory, so a module is freed when the last of its kernels is. */
  private readonly functions = new WeakMap<Kernel, WasmFunction>();
  private readonly counts = { kernels: 0, modules: 0, bytes: 0, generateMs: 0, compileMs: 0 };

  /** @throws if `fma` is asked for and the engine cannot */
  constructor({ memory, fma, scratch }: LibraryOptions) {
    const able = hasFusedMultiplyAdd();
    if (fma && !able)
      throw new Error('fma: true, but the engine has no relaxed SIMD; leave it out or give false');
    this.memory = memory;
    this.fma = fma ?? able;
    this.scratch = scratch;
  }

  get stats(): EmitStats {
    return { ...this.counts };
  }

  functionOf(kernel: Kernel): WasmFunction {
    const known = this.functions.get(kernel);
    if (!known) throw new Error('internal: the kernel was not added to the library');
    return known;
  }

  add(kernels: readonly Kernel[]): void {
    const missing = this.missing(kernels);
    if (missing.length === 0) return;
    const bytes = this.generate(missing);
    const begin = performance.now();
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports(this.memory));
    this.counts.compileMs += performance.now() - begin;
    this.keep(missing, instance);
  }

  async addAsync(kernels: readonly Kernel[]): Promise<void> {
    const missing = this.missing(kernels);
    if (missing.length === 0) return;
    const bytes = this.generate(missing);
    const begin = performance.now();
    const { instance } = await WebAssembly.instantiate(bytes, imports(this.memory));
    this.counts.compileMs += performance.now() - begin;
    this.keep(missing, instance);
  }

  private missing(kernels: readonly Kernel[]): Kernel[] {
    return [...new Set(kernels)].filter((kernel) => !this.functions.has(kernel));
  }

  private generate(kernels: readonly Kernel[]): Uint8Array<ArrayBuffer> {
    const begin = performance.now();
    const module = new ModuleBuilder(isShared(this.memory));
    kernels.forEach((kernel, i) => module.add(generateKernel(kernel, this.fma, this.scratch), `${i}`));
    const bytes = module.finish();
    this.counts.generateMs += performance.now() - begin;
    this.counts.modules++;
    this.counts.bytes += bytes.length;
    return bytes;
  }

  private keep(kernels: readonly Kernel[], { exports }: WebAssembly.Instance): void {
    kernels.forEach((kernel, i) => this.functions.set(kernel, exports[`${i}`] as WasmFunction));
    this.counts.kernels += kernels.length;
  }
}
