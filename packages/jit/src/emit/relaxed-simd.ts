import { NodeFactory } from './dag/node.js';
import { generate } from './dag/generate.js';
import { rootRegion } from './dag/region.js';
import { Vectors } from './dag/vectors.js';
import { Code } from './wasm/code.js';
import { ModuleBuilder } from './wasm/module.js';

let known: boolean | undefined;

/**
 * Whether the engine has the relaxed SIMD instructions, among them products and sums rounded once. Node 20 has them
 * behind a flag, which this sets; that works as long as it happens before the first module that uses them.
 */
export function hasFusedMultiplyAdd(): boolean {
  known ??= canCompile() || (setFlagOfNode20() && canCompile());
  return known;
}

function canCompile(): boolean {
  const code = new Code({ parameters: [], results: [] });
  const root = rootRegion();
  const vectors = new Vectors(new NodeFactory(root), true);
  const one = vectors.float(1);
  root.items.push({
    kind: 'assign',
    local: code.allocate('v128'),
    value: vectors.multiplyAdd(one, one, one),
  });
  generate(root, code);
  const module = new ModuleBuilder(false);
  module.add(code);
  return WebAssembly.validate(module.finish());
}

/** Only Node has `process.getBuiltinModule`, and only version 20 lacks relaxed SIMD; nothing is imported elsewhere. */
function setFlagOfNode20(): boolean {
  const node = (globalThis as { process?: Partial<NodeJS.Process> }).process;
  if (!node?.versions?.node?.startsWith('20.') || !node.getBuiltinModule) return false;
  node.getBuiltinModule('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd');
  return true;
}
