import { generate } from '../../../src/emit/dag/generate.js';
import { NodeFactory, type Node } from '../../../src/emit/dag/node.js';
import { innerRegion, rootRegion, type Cursor } from '../../../src/emit/dag/region.js';
import { Vectors } from '../../../src/emit/dag/vectors.js';
import { hasFusedMultiplyAdd } from '../../../src/emit/relaxed-simd.js';
import { Code } from '../../../src/emit/wasm/code.js';
import { IMPORTS, MEMORY, ModuleBuilder } from '../../../src/emit/wasm/module.js';

const LANES = 4;
const PAGE = 65_536;

/** Makes the result's vector from the operands'. */
export type Generator = (v: Vectors, ...operands: Node[]) => Node;

/** A compiled loop over arrays of 32-bit elements, which begin at multiples of the arrays' length in memory. */
export interface Loop {
  readonly memory: WebAssembly.Memory;
  readonly operands: readonly Float32Array[];
  readonly result: Float32Array;
  run(): void;
}

/** Whether to test with fused products and sums, for `test.each`: both, where the engine has them. */
export const MODES = hasFusedMultiplyAdd() ? [false, true] : [false];

/**
 * Compiles a loop that applies `generator` to whole arrays.
 * @param length a multiple of 4, at least 8
 */
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
    memory,
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
  const operands = Array.from({ length: arity }, (_, i) =>
    nodes.operation('v128', 'v128.load', [pointer(i)], {
      kind: 'access',
      offset: 0,
      lane: undefined,
    }),
  );
  region.items.push({
    kind: 'store',
    opcode: 'v128.store',
    address: pointer(arity),
    offset: 0,
    lane: undefined,
    value: generator(new Vectors(nodes, fused), ...operands),
  });
  const counter = code.allocate('i32');
  root.items.push({ kind: 'loop', region, count: length / LANES, counter, step: 1, cursors });
  generate(root, code);
  return code;
}
