import { setFlagsFromString } from 'node:v8';
import { generate } from '../../src/emit/dag/generate.js';
import { NodeFactory, type Node } from '../../src/emit/dag/node.js';
import { innerRegion, rootRegion, type Cursor } from '../../src/emit/dag/region.js';
import { Vectors } from '../../src/emit/dag/vectors.js';
import { Code } from '../../src/emit/wasm/code.js';
import { IMPORTS, MEMORY, ModuleBuilder } from '../../src/emit/wasm/module.js';

// Node 20 has relaxed SIMD behind a flag; later versions ignore it.
setFlagsFromString('--experimental-wasm-relaxed-simd');

const LANES = 4;
const PAGE = 65_536;

/** Makes the result's vector from the operands'. */
export type Generator = (v: Vectors, ...operands: Node[]) => Node;

/** A compiled loop over arrays of `length` elements of 4 bytes. */
export interface Loop {
  readonly operands: readonly Float32Array[];
  readonly result: Float32Array;
  run(): void;
}

/** Compiles `generator` into a loop that applies it to whole arrays. `length` is a multiple of 4, at least 8. */
export function loopOf(generator: Generator, arity: number, length: number, fused: boolean): Loop {
  const bytes = 4 * length;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(((arity + 1) * bytes) / PAGE) });
  const module = new ModuleBuilder(false);
  module.add(codeOf(generator, arity, length, fused), 'run');
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), {
    [IMPORTS]: { [MEMORY]: memory },
  });
  const arrays = Array.from(
    { length: arity + 1 },
    (_, i) => new Float32Array(memory.buffer, i * bytes, length),
  );
  return {
    operands: arrays.slice(0, arity),
    result: arrays[arity]!,
    run: instance.exports.run as () => void,
  };
}

function codeOf(generator: Generator, arity: number, length: number, fused: boolean): Code {
  const code = new Code({ parameters: [], results: [] });
  const root = rootRegion();
  const region = innerRegion(root);
  const nodes = new NodeFactory(root);
  const cursors: Cursor[] = [];
  const pointer = (index: number): Node => {
    const local = code.allocate('i32');
    cursors.push({ local, start: nodes.integer(index * 4 * length), step: 4 * LANES });
    return nodes.variable('i32', local, region);
  };
  const counter = code.allocate('i32');
  const operands = Array.from({ length: arity }, (_, i) =>
    nodes.operation('v128', 'v128.load', [pointer(i)], { kind: 'access', offset: 0, lane: undefined }),
  );
  region.items.push({
    kind: 'store',
    opcode: 'v128.store',
    address: pointer(arity),
    offset: 0,
    lane: undefined,
    value: generator(new Vectors(nodes, fused), ...operands),
  });
  root.items.push({ kind: 'loop', region, count: length / LANES, counter, step: 1, cursors });
  generate(root, code);
  return code;
}
