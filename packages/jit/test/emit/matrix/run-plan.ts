import { generatePlan } from '../../../src/emit/matrix/generate.js';
import { SCRATCH_BYTES } from '../../../src/emit/interface.js';
import type { Plan } from '../../../src/emit/matrix/plan.js';
import { hasFusedMultiplyAdd } from '../../../src/emit/relaxed-simd.js';
import { imports, type WasmFunction } from '../../../src/emit/wasm/instantiate.js';
import { ModuleBuilder } from '../../../src/emit/wasm/module.js';

/** Where the buffers of a call begin in a memory, what may be used as scratch, and how large the memory is. */
export interface Layout {
  readonly addresses: readonly number[];
  readonly scratch: number;
  readonly bytes: number;
}

/** Bytes around each buffer that a test can watch; behind it, kernels may read 16 of them. */
const MARGIN = 64;

export function layOut(sizes: readonly number[]): Layout {
  let end = MARGIN;
  const addresses = sizes.map((size) => {
    const address = end;
    end += Math.ceil((4 * size) / 16) * 16 + MARGIN;
    return address;
  });
  return { addresses, scratch: end, bytes: end + SCRATCH_BYTES + MARGIN };
}

/** Runs the code that a plan gives on memory contents, of which it returns the new ones. */
export function runPlan(
  plan: Plan,
  fused: boolean,
  { addresses, scratch }: Layout,
  before: ArrayBuffer,
): ArrayBuffer {
  hasFusedMultiplyAdd();
  const memory = new WebAssembly.Memory({ initial: before.byteLength / 65_536 });
  new Uint8Array(memory.buffer).set(new Uint8Array(before));
  const module = new ModuleBuilder(false);
  module.add(generatePlan(plan, fused, scratch), 'run');
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), imports(memory));
  (instance.exports.run as WasmFunction)(...addresses);
  return memory.buffer;
}
