import { hasFusedMultiplyAdd } from '../../../src/emit/relaxed-simd.js';
import { Code } from '../../../src/emit/wasm/code.js';
import { imports, type WasmFunction } from '../../../src/emit/wasm/instantiate.js';
import { ModuleBuilder } from '../../../src/emit/wasm/module.js';
import type { Opcode } from '../../../src/emit/wasm/opcodes.js';

/** Each instruction is run on these and must do what its name says, lane by lane. */
const floats = [
  [1.5, -2.5, 0, -0.75],
  [-3, -2.5, 7, 2],
] as const;
const ints = [
  [5, -7, 0, 2 ** 30],
  [5, 3, -1, -(2 ** 30)],
] as const;

const INPUT = 64;
const OUTPUT = 128;

function run(opcode: Opcode, operands: readonly ArrayBufferView[], count?: number): DataView {
  const memory = new WebAssembly.Memory({ initial: 1 });
  operands.forEach(({ buffer }, i) =>
    new Uint8Array(memory.buffer).set(new Uint8Array(buffer as ArrayBuffer), INPUT + 16 * i),
  );
  const code = new Code({ parameters: [], results: [] });
  code.integer(OUTPUT);
  operands.forEach((_, i) => {
    code.integer(INPUT);
    code.access('v128.load', 16 * i);
  });
  if (count !== undefined) code.integer(count);
  code.op(opcode);
  code.access('v128.store', 0);
  const module = new ModuleBuilder(false);
  module.add(code, 'run');
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), imports(memory));
  (exports.run as WasmFunction)();
  return new DataView(memory.buffer, OUTPUT, 16);
}

const lanes = [0, 1, 2, 3] as const;
const floatLanes = (view: DataView): number[] => lanes.map((i) => view.getFloat32(4 * i, true));
const intLanes = (view: DataView): number[] => lanes.map((i) => view.getInt32(4 * i, true));
const doubleLanes = (view: DataView): number[] => [0, 1].map((i) => view.getFloat64(8 * i, true));
const f32 = (numbers: readonly number[]): Float32Array => Float32Array.from(numbers);
const i32 = (numbers: readonly number[]): Int32Array => Int32Array.from(numbers);
const f64 = (numbers: readonly number[]): Float64Array => Float64Array.from(numbers.slice(0, 2));
const mask = (x: boolean): number => (x ? -1 : 0);

function nearest(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

type Unary = (x: number) => number;
type Binary = (a: number, b: number) => number;

const unary: [Opcode, Unary][] = [
  ['f32x4.ceil', Math.ceil],
  ['f32x4.floor', Math.floor],
  ['f32x4.trunc', Math.trunc],
  ['f32x4.nearest', nearest],
  ['f32x4.abs', Math.abs],
  ['f32x4.neg', (x) => -x],
  ['f32x4.sqrt', (x) => Math.fround(Math.sqrt(x))],
];

test.each(unary)('%s', (opcode, definition) => {
  expect(floatLanes(run(opcode, [f32(floats[0])]))).toEqual(floats[0].map(definition));
});

const binary: [Opcode, Binary][] = [
  ['f32x4.add', (a, b) => a + b],
  ['f32x4.sub', (a, b) => a - b],
  ['f32x4.mul', (a, b) => a * b],
  ['f32x4.div', (a, b) => Math.fround(a / b)],
  ['f32x4.min', Math.min],
  ['f32x4.max', Math.max],
  ['f32x4.pmin', Math.min],
  ['f32x4.pmax', Math.max],
];

test.each(binary)('%s', (opcode, definition) => {
  const [a, b] = floats;
  expect(floatLanes(run(opcode, [f32(a), f32(b)]))).toEqual(lanes.map((i) => definition(a[i], b[i])));
});

const comparisons: [Opcode, (a: number, b: number) => boolean][] = [
  ['f32x4.eq', (a, b) => a === b],
  ['f32x4.ne', (a, b) => a !== b],
  ['f32x4.lt', (a, b) => a < b],
  ['f32x4.gt', (a, b) => a > b],
  ['f32x4.le', (a, b) => a <= b],
  ['f32x4.ge', (a, b) => a >= b],
];

test.each(comparisons)('%s', (opcode, definition) => {
  const [a, b] = floats;
  expect(intLanes(run(opcode, [f32(a), f32(b)]))).toEqual(lanes.map((i) => mask(definition(a[i], b[i]))));
});

const integers: [Opcode, Binary][] = [
  ['i32x4.eq', (a, b) => mask(a === b)],
  ['i32x4.ne', (a, b) => mask(a !== b)],
  ['i32x4.lt_s', (a, b) => mask(a < b)],
  ['i32x4.gt_s', (a, b) => mask(a > b)],
  ['i32x4.le_s', (a, b) => mask(a <= b)],
  ['i32x4.ge_s', (a, b) => mask(a >= b)],
  ['i32x4.add', (a, b) => (a + b) | 0],
  ['i32x4.sub', (a, b) => (a - b) | 0],
  ['i32x4.mul', Math.imul],
  ['i32x4.min_s', Math.min],
  ['i32x4.max_s', Math.max],
  ['v128.and', (a, b) => a & b],
  ['v128.andnot', (a, b) => a & ~b],
  ['v128.or', (a, b) => a | b],
  ['v128.xor', (a, b) => a ^ b],
];

test.each(integers)('%s', (opcode, definition) => {
  const [a, b] = ints;
  expect(intLanes(run(opcode, [i32(a), i32(b)]))).toEqual(lanes.map((i) => definition(a[i], b[i])));
});

const shifts: [Opcode, Binary][] = [
  ['i32x4.shl', (a, n) => a << n],
  ['i32x4.shr_s', (a, n) => a >> n],
  ['i32x4.shr_u', (a, n) => (a >>> n) | 0],
];

test.each(shifts)('%s', (opcode, definition) => {
  expect(intLanes(run(opcode, [i32(ints[0])], 3))).toEqual(ints[0].map((x) => definition(x, 3)));
});

test('v128.not and v128.bitselect', () => {
  const [a, b] = ints;
  expect(intLanes(run('v128.not', [i32(a)]))).toEqual(a.map((x) => ~x));
  const chosen = i32([-1, 0, 0xff, -1]);
  expect(intLanes(run('v128.bitselect', [i32(a), i32(b), chosen]))).toEqual([a[0], b[1], -1 & ~0xff, a[3]]);
});

const doubles: [Opcode, Binary][] = [
  ['f64x2.add', (a, b) => a + b],
  ['f64x2.sub', (a, b) => a - b],
  ['f64x2.mul', (a, b) => a * b],
  ['f64x2.div', (a, b) => a / b],
];

test.each(doubles)('%s', (opcode, definition) => {
  const [a, b] = floats;
  expect(doubleLanes(run(opcode, [f64(a), f64(b)]))).toEqual([0, 1].map((i) => definition(a[i]!, b[i]!)));
});

test.each<[Opcode, Unary]>([
  ['f64x2.floor', Math.floor],
  ['f64x2.nearest', nearest],
])('%s', (opcode, definition) => {
  expect(doubleLanes(run(opcode, [f64(floats[0])]))).toEqual(floats[0].slice(0, 2).map(definition));
});

test('conversions between types', () => {
  const [a] = floats;
  expect(floatLanes(run('f32x4.convert_i32x4_s', [i32(ints[0])]))).toEqual(ints[0].map(Math.fround));
  expect(intLanes(run('i32x4.trunc_sat_f32x4_s', [f32([1.5, -2.5, NaN, 3e9])]))).toEqual([
    1,
    -2,
    0,
    2 ** 31 - 1,
  ]);
  expect(intLanes(run('i32x4.trunc_sat_f32x4_u', [f32([1.5, -2.5, NaN, 3e9])]))).toEqual([1, 0, 0, 3e9 | 0]);
  expect(doubleLanes(run('f64x2.promote_low_f32x4', [f32(a)]))).toEqual([1.5, -2.5]);
  expect(floatLanes(run('f32x4.demote_f64x2_zero', [f64(a)]))).toEqual([1.5, -2.5, 0, 0]);
  expect(doubleLanes(run('f64x2.convert_low_i32x4_s', [i32(ints[0])]))).toEqual([5, -7]);
  expect(intLanes(run('i32x4.trunc_sat_f64x2_s_zero', [f64(a)]))).toEqual([1, -2, 0, 0]);
});

beforeAll(() => void hasFusedMultiplyAdd());

test.each(['f32x4.relaxed_madd', 'f32x4.relaxed_nmadd'] as const)('%s', (opcode) => {
  const [a, b] = floats;
  const c = [10, 20, 30, 40];
  const sign = opcode === 'f32x4.relaxed_madd' ? 1 : -1;
  expect(floatLanes(run(opcode, [f32(a), f32(b), f32(c)]))).toEqual(
    lanes.map((i) => sign * a[i] * b[i] + c[i]!),
  );
});
