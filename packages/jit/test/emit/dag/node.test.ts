import { generate } from '../../../src/emit/dag/generate.js';
import { NodeFactory } from '../../../src/emit/dag/node.js';
import { innerRegion, rootRegion, type Loop } from '../../../src/emit/dag/region.js';
import { Code } from '../../../src/emit/wasm/code.js';
import { imports, type WasmFunction } from '../../../src/emit/wasm/instantiate.js';
import { ModuleBuilder } from '../../../src/emit/wasm/module.js';

test('equal operations on equal operands are one node', () => {
  const nodes = new NodeFactory(rootRegion());
  const [a, b] = [nodes.float(1), nodes.float(2)];
  expect(nodes.float(1)).toBe(a);
  expect(nodes.operation('v128', 'f32x4.add', [a, b])).toBe(nodes.operation('v128', 'f32x4.add', [a, b]));
  expect(nodes.operation('v128', 'f32x4.add', [b, a])).not.toBe(nodes.operation('v128', 'f32x4.add', [a, b]));
  expect(nodes.operation('v128', 'f32x4.sub', [a, b])).not.toBe(nodes.operation('v128', 'f32x4.add', [a, b]));
  expect(nodes.float(-0)).not.toBe(nodes.float(0));
  expect(nodes.double(-0)).not.toBe(nodes.double(0));
});

test('loads are one node only at the same place, at the same time', () => {
  const root = rootRegion();
  const nodes = new NodeFactory(root);
  const pointer = nodes.variable('i32', 0, root);
  const load = (offset: number, version: number) =>
    nodes.operation(
      'v128',
      'v128.load',
      [pointer],
      { kind: 'access', offset, lane: undefined },
      root,
      version,
    );
  expect(load(16, 1)).toBe(load(16, 1));
  expect(load(16, 1)).not.toBe(load(16, 2));
  expect(load(16, 1)).not.toBe(load(32, 1));
});

test('a node belongs to the deepest region of its operands, or the one it must not leave', () => {
  const root = rootRegion();
  const inner = innerRegion(root);
  const nodes = new NodeFactory(root);
  const outside = nodes.variable('v128', 0, root);
  const inside = nodes.variable('v128', 1, inner);
  expect(nodes.operation('v128', 'f32x4.neg', [outside]).home).toBe(root);
  expect(nodes.operation('v128', 'f32x4.add', [outside, inside]).home).toBe(inner);
  expect(nodes.operation('v128', 'f32x4.abs', [outside], undefined, inner).home).toBe(inner);
});

/** Runs code that may call `note`, and gives the calls' numbers in order. */
function trace(
  build: (nodes: NodeFactory, code: Code, root: ReturnType<typeof rootRegion>) => void,
): number[] {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const seen: number[] = [];
  const module = new ModuleBuilder(false);
  module.import('note', { parameters: ['i32'], results: ['i32'] });
  const code = new Code({ parameters: [], results: [] });
  const root = rootRegion();
  build(new NodeFactory(root), code, root);
  generate(root, code);
  module.add(code, 'run');
  const note = ((value: number) => {
    seen.push(value);
    return value;
  }) as WasmFunction;
  const instance = new WebAssembly.Instance(
    new WebAssembly.Module(module.finish()),
    imports(memory, new Map([['note', note]])),
  );
  (instance.exports.run as WasmFunction)();
  return seen;
}

test('what a loop does not change is computed once, before it; what it changes, each time', () => {
  const seen = trace((nodes, code, root) => {
    const region = innerRegion(root);
    const counter = code.allocate('i32');
    const loop: Loop = { kind: 'loop', region, count: 3, counter, step: 1, cursors: [] };
    const note = (x: Parameters<typeof nodes.operation>[2][number]) =>
      nodes.operation('i32', 'call', [x], { kind: 'function', index: 0 });
    const invariant = note(nodes.integer(100));
    const varying = note(nodes.variable('i32', counter, region));
    region.items.push({
      kind: 'compute',
      value: nodes.operation('i32', 'i32.add', [varying, invariant]),
    });
    root.items.push(loop);
  });
  expect(seen).toEqual([100, 0, 1, 2]);
});

test('a value is computed once however often it is read, and not at all if it is not read', () => {
  const seen = trace((nodes, code, root) => {
    const local = code.allocate('i32');
    const note = (value: number) =>
      nodes.operation('i32', 'call', [nodes.integer(value)], { kind: 'function', index: 0 });
    const shared = note(1);
    note(2);
    const sum = nodes.operation('i32', 'i32.add', [
      shared,
      nodes.operation('i32', 'i32.mul', [shared, shared]),
    ]);
    root.items.push({ kind: 'assign', local, value: sum }, { kind: 'assign', local, value: shared });
  });
  expect(seen).toEqual([1]);
});
