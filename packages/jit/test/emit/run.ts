import { assemble } from '../../src/emit/assemble.js';
import { KernelLibrary } from '../../src/emit/library.js';
import { interpret } from '../../src/ir/interpret.js';
import type { ElementType } from '../../src/ir/expression.js';
import type { Kernel } from '../../src/ir/kernel.js';
import type { Place, Program } from '../../src/ir/program.js';

const PAGE = 65_536;

/** Places one after the other, with the bytes behind each that kernels may read. */
function layOut(sizes: readonly number[]): { readonly places: Place[]; readonly bytes: number } {
  let address = 0;
  const places = sizes.map((size) => {
    const place = { address, stride: 0, absolute: false };
    address += Math.ceil((size * 4 + 16) / 16) * 16;
    return place;
  });
  return { places, bytes: address };
}

export interface Results {
  readonly interpreted: ArrayBuffer;
  readonly compiled: ArrayBuffer;
}

/** Runs a program on the same memory contents by the interpreter and as WebAssembly. */
export function runBoth(
  program: Program,
  /** Writes the contents of the whole memory, counted from address 0. */
  fill: (floats: Float32Array, ints: Int32Array) => void,
  {
    base = 64,
    fma = true,
    bytes = base + program.arenaBytes + 64,
  }: { base?: number; fma?: boolean; bytes?: number } = {},
): Results {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  fill(new Float32Array(memory.buffer), new Int32Array(memory.buffer));
  const interpreted = memory.buffer.slice(0);
  interpret(program, interpreted, base);
  assemble(program, new KernelLibrary({ memory, fma })).run(base);
  return { interpreted, compiled: memory.buffer };
}

/** A program of one call. */
export function single(kernel: Kernel, sizes: readonly number[]): Program {
  const { places, bytes } = layOut(sizes);
  return { kernels: [kernel], steps: [{ kind: 'call', kernel: 0, places }], arenaBytes: bytes };
}

/** Small integers, and bools as 0 and 1. */
export function fillBuffer(
  type: ElementType,
  size: number,
  at: number,
  floats: Float32Array,
  ints: Int32Array,
): void {
  for (let i = 0; i < size; i++) {
    const mixed = Math.imul(i + 7 * at + 1, 0x9e3779b1) >>> 16;
    if (type === 'float32') floats[at + i] = (mixed % 7) - 3;
    else ints[at + i] = type === 'int32' ? (mixed % 11) - 5 : mixed % 2;
  }
}

/** The first element that differs, as text; 0 and -0 are the same, and so are all NaNs. */
export function difference({ interpreted, compiled }: Results): string | undefined {
  const [a, b] = [new Float32Array(interpreted), new Float32Array(compiled)];
  const [c, d] = [new Int32Array(interpreted), new Int32Array(compiled)];
  for (let i = 0; i < c.length; i++) {
    if (c[i] === d[i] || a[i] === b[i] || (Number.isNaN(a[i]) && Number.isNaN(b[i]))) continue;
    return `element ${i}: ${a[i]} (${c[i]}) interpreted, ${b[i]} (${d[i]}) compiled`;
  }
  return undefined;
}
