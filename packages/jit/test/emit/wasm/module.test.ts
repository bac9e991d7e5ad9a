import { Code } from '../../../src/emit/wasm/code.js';
import { imports, type WasmFunction } from '../../../src/emit/wasm/instantiate.js';
import { isShared, ModuleBuilder } from '../../../src/emit/wasm/module.js';

const nothing = { parameters: [], results: [] } as const;
const oneInteger = { parameters: ['i32'], results: [] } as const;

/** A function that writes an integer at an address, the parameter. */
function writer(value: number): Code {
  const code = new Code(oneInteger);
  code.get(0);
  code.integer(value);
  code.op('i32x4.splat');
  code.access('v128.store', 0);
  return code;
}

test('functions are exported by their names and share the imported memory', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new ModuleBuilder(isShared(memory));
  module.add(writer(7), 'seven');
  module.add(writer(-9), 'nine');
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), imports(memory));
  (exports.seven as WasmFunction)(16);
  (exports.nine as WasmFunction)(32);
  expect([...new Int32Array(memory.buffer, 0, 13)]).toEqual([0, 0, 0, 0, 7, 7, 7, 7, -9, -9, -9, -9, 0]);
});

test('functions are imported and called', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const seen: number[] = [];
  const module = new ModuleBuilder(false);
  const note = module.import('note', oneInteger);
  const code = new Code(nothing);
  for (const value of [3, -4]) {
    code.integer(value);
    code.call(note);
  }
  module.add(code, 'run');
  expect(() => module.import('late', nothing)).toThrow('internal');
  const functions = new Map<string, WasmFunction>([['note', (value) => void seen.push(value!)]]);
  const instance = new WebAssembly.Instance(
    new WebAssembly.Module(module.finish()),
    imports(memory, functions),
  );
  (instance.exports.run as WasmFunction)();
  expect(seen).toEqual([3, -4]);
});

test('a loop repeats as long as its condition holds', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const seen: number[] = [];
  const module = new ModuleBuilder(false);
  const note = module.import('note', oneInteger);
  const code = new Code(oneInteger);
  code.repeat(() => {
    code.get(0);
    code.call(note);
    code.get(0);
    code.integer(1);
    code.op('i32.sub');
    code.tee(0);
  });
  module.add(code, 'countDown');
  const functions = new Map<string, WasmFunction>([['note', (value) => void seen.push(value!)]]);
  const instance = new WebAssembly.Instance(
    new WebAssembly.Module(module.finish()),
    imports(memory, functions),
  );
  (instance.exports.countDown as WasmFunction)(3);
  expect(seen).toEqual([3, 2, 1]);
});

test('locals that were released are used again, for the same type only', () => {
  const code = new Code(oneInteger);
  const first = code.allocate('v128');
  expect(first).toBe(1);
  const other = code.allocate('i32');
  code.release('v128', first);
  expect(code.allocate('i32')).not.toBe(first);
  expect(code.allocate('v128')).toBe(first);
  expect(other).toBe(2);
});

test('a shared memory can be imported, and is known as one', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true });
  expect(isShared(memory)).toBe(true);
  expect(isShared(new WebAssembly.Memory({ initial: 1 }))).toBe(false);
  const module = new ModuleBuilder(true);
  module.add(writer(5), 'five');
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), imports(memory));
  (exports.five as WasmFunction)(0);
  expect(new Int32Array(memory.buffer)[3]).toBe(5);
});
