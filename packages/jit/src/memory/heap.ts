const PAGE = 65_536;
const ALIGNMENT = 64;
/** Bytes that a kernel may read behind a buffer; only the end of the memory needs them. */
const SLACK = 64;

interface Gap {
  from: number;
  to: number;
}

/**
 * One WebAssembly memory with allocation in it. All programs share it: what outlives a call (variables, constants)
 * has blocks of its own, and one scratch block serves the program that is running.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  private readonly gaps: Gap[];
  private readonly blocks = new Map<number, number>();
  private scratchBlock: { address: number; bytes: number } | undefined;
  /** The whole memory, under two types. It grows when something is allocated, so take them anew after that. */
  floats: Float32Array;
  ints: Int32Array;

  constructor(memory = new WebAssembly.Memory({ initial: 1 })) {
    this.memory = memory;
    // Address 0 stays unused: an address that was forgotten shows.
    this.gaps = [{ from: ALIGNMENT, to: memory.buffer.byteLength - SLACK }];
    this.floats = new Float32Array(memory.buffer);
    this.ints = new Int32Array(memory.buffer);
  }

  /** Bytes in use, without scratch. */
  get usedBytes(): number {
    let sum = 0;
    for (const bytes of this.blocks.values()) sum += bytes;
    return sum - (this.scratchBlock?.bytes ?? 0);
  }

  allocate(bytes: number): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    let gap = this.gaps.find(({ from, to }) => to - from >= size);
    if (!gap) {
      this.grow(size);
      gap = this.gaps.at(-1)!;
    }
    const address = gap.from;
    gap.from += size;
    if (gap.from === gap.to) this.gaps.splice(this.gaps.indexOf(gap), 1);
    this.blocks.set(address, size);
    return address;
  }

  free(address: number): void {
    const size = this.blocks.get(address);
    if (size === undefined) throw new Error(`internal: no block at address ${address}`);
    this.blocks.delete(address);
    this.addGap(address, address + size);
  }

  /** The address of a block of at least so many bytes for the program that runs now; its contents do not last. */
  scratch(bytes: number): number {
    if (!this.scratchBlock || this.scratchBlock.bytes < bytes) {
      if (this.scratchBlock) this.free(this.scratchBlock.address);
      const address = this.allocate(bytes);
      this.scratchBlock = { address, bytes: this.blocks.get(address)! };
    }
    return this.scratchBlock.address;
  }

  private grow(bytes: number): void {
    const before = this.memory.buffer.byteLength;
    const last = this.gaps.at(-1);
    const free = last && last.to === before - SLACK ? last.to - last.from : 0;
    this.memory.grow(Math.ceil((bytes - free) / PAGE));
    this.floats = new Float32Array(this.memory.buffer);
    this.ints = new Int32Array(this.memory.buffer);
    this.addGap(before - SLACK, this.memory.buffer.byteLength - SLACK);
  }

  private addGap(from: number, to: number): void {
    let g = this.gaps.findIndex((gap) => gap.from >= to);
    if (g < 0) g = this.gaps.length;
    this.gaps.splice(g, 0, { from, to });
    const after = this.gaps[g + 1];
    if (after?.from === to) {
      this.gaps[g]!.to = after.to;
      this.gaps.splice(g + 1, 1);
    }
    const before = this.gaps[g - 1];
    if (before?.to === from) {
      before.to = this.gaps[g]!.to;
      this.gaps.splice(g, 1);
    }
  }
}
