import type { Kernel } from '../ir/kernel.js';

/** Kernels met so far, by what they do; programs that share one share its code. */
export interface KernelTable {
  get(key: string): Kernel | undefined;
  set(key: string, kernel: Kernel): unknown;
}

/** Forgets kernels that no program uses any more. */
export class WeakKernelTable implements KernelTable {
  private readonly kernels = new Map<string, WeakRef<Kernel>>();
  private readonly forgotten = new FinalizationRegistry<string>((key) => {
    // An equal kernel may have taken the place since.
    if (this.kernels.get(key)?.deref() === undefined) this.kernels.delete(key);
  });

  get size(): number {
    return this.kernels.size;
  }

  get(key: string): Kernel | undefined {
    return this.kernels.get(key)?.deref();
  }

  set(key: string, kernel: Kernel): void {
    if (this.get(key) === kernel) return;
    this.kernels.set(key, new WeakRef(kernel));
    this.forgotten.register(kernel, key);
  }
}
