import type { ElementType, Window } from '../../ir/expression.js';
import type { Node, Operation } from '../dag/node.js';
import type { Region } from '../dag/region.js';
import type { Address, Frame } from './frame.js';

const BYTES = 4;
const REVERSED = [12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3];

/**
 * A point of a nest at which code is generated, or up to four neighbouring ones along a dimension, the lanes of one
 * vector. What does not change along that dimension is the same in all lanes.
 */
export interface Point {
  /** The index in each dimension, counted from those of the loops around. */
  readonly offsets: readonly number[];
  readonly laneDimension: number | undefined;
  /** How many lanes count, 1 to 4; the others hold anything. */
  readonly lanes: number;
}

/** Loads from what the kernel writes must not be moved out of their row, nor taken for loads of another sweep. */
export interface Freshness {
  readonly notAbove: Region;
  readonly version: number;
}

export interface LoadOptions {
  readonly freshness?: Freshness | undefined;
  /** Further bytes, known only when the kernel runs. */
  readonly displacement?: Node;
}

function laneStride(window: Window, { laneDimension }: Point): number {
  return laneDimension === undefined ? 0 : window.strides[laneDimension]!;
}

/**
 * The window's elements at a point, as they lie in memory (a bool as 0 or 1). Lanes that do not count are read along
 * where they lie behind the others: 16 bytes behind every buffer may be read.
 */
export function load(frame: Frame, window: Window, point: Point, options: LoadOptions = {}): Node {
  const stride = laneStride(window, point);
  const lanes = stride === 0 ? 1 : point.lanes;
  const backward = stride === -1 && lanes === 4;
  const address = displaced(frame, frame.address(window, point.offsets, backward ? -3 * BYTES : 0), options);
  const read = (opcode: 'v128.load' | 'v128.load32_splat' | 'v128.load32_zero'): Operation =>
    frame.nodes.operation(
      'v128',
      opcode,
      [address.pointer],
      { kind: 'access', offset: address.offset, lane: undefined },
      options.freshness?.notAbove,
      options.freshness?.version,
    );
  if (lanes === 1) return read('v128.load32_splat');
  if (backward) return reverse(frame, read('v128.load'));
  if (stride === 1) return read('v128.load');
  let vector = read('v128.load32_zero');
  for (let lane = 1; lane < lanes; lane++) {
    const next = frame.address(window, point.offsets, lane * stride * BYTES);
    vector = loadLane(frame, displaced(frame, next, options), lane, vector, options.freshness);
  }
  return vector;
}

/** Displacements may be negative, so then the constant part must not stay apart from the pointer. */
function displaced({ nodes }: Frame, { pointer, offset }: Address, { displacement }: LoadOptions): Address {
  if (!displacement) return { pointer, offset };
  const origin = nodes.operation('i32', 'i32.add', [pointer, nodes.integer(offset)]);
  return { pointer: nodes.operation('i32', 'i32.add', [origin, displacement]), offset: 0 };
}

/** Puts the element at an address into one lane of a vector. */
function loadLane(
  frame: Frame,
  { pointer, offset }: Address,
  lane: number,
  vector: Node,
  freshness?: Freshness,
): Operation {
  return frame.nodes.operation(
    'v128',
    'v128.load32_lane',
    [pointer, vector],
    { kind: 'access', offset, lane },
    freshness?.notAbove,
    freshness?.version,
  );
}

/** The window's elements at a point, each moved by the bytes in its lane of `displacements`. */
export function loadEach(
  frame: Frame,
  window: Window,
  point: Point,
  displacements: Node,
  freshness?: Freshness,
): Node {
  const stride = laneStride(window, point);
  let vector: Node = frame.nodes.bits(0);
  for (let lane = 0; lane < point.lanes; lane++) {
    const displacement = extractLane(frame, displacements, lane);
    const address = frame.address(window, point.offsets, lane * stride * BYTES);
    vector = loadLane(frame, displaced(frame, address, { displacement }), lane, vector, freshness);
  }
  return vector;
}

export function extractLane({ nodes }: Frame, vector: Node, lane: number): Operation {
  return nodes.operation('i32', 'i32x4.extract_lane', [vector], { kind: 'bytes', bytes: [lane] });
}

/** Writes the lanes that count. */
export function store(frame: Frame, window: Window, point: Point, value: Node): void {
  const stride = laneStride(window, point);
  const lanes = stride === 0 ? 1 : point.lanes;
  const write = (
    opcode: 'v128.store' | 'v128.store32_lane' | 'v128.store64_lane',
    at: number,
    stored: Node,
    lane?: number,
  ): void => {
    const { pointer, offset } = frame.address(window, point.offsets, at * BYTES);
    frame.do({ kind: 'store', opcode, address: pointer, offset, lane, value: stored });
  };
  if (stride === 1 && lanes === 4) {
    write('v128.store', 0, value);
  } else if (stride === -1 && lanes === 4) {
    write('v128.store', -3, reverse(frame, value));
  } else if (stride === 1 && lanes >= 2) {
    write('v128.store64_lane', 0, value, 0);
    if (lanes === 3) write('v128.store32_lane', 2, value, 2);
  } else {
    for (let lane = 0; lane < lanes; lane++) write('v128.store32_lane', lane * stride, value, lane);
  }
}

function reverse({ nodes }: Frame, vector: Node): Operation {
  return nodes.operation('v128', 'i8x16.shuffle', [vector, vector], { kind: 'bytes', bytes: REVERSED });
}

/** Bools are masks in registers and 0 or 1 in memory. */
export function fromMemory({ nodes }: Frame, type: ElementType, raw: Node): Node {
  return type === 'bool' ? nodes.operation('v128', 'i32x4.ne', [raw, nodes.bits(0)]) : raw;
}

export function toMemory({ nodes }: Frame, type: ElementType, value: Node): Node {
  return type === 'bool' ? nodes.operation('v128', 'v128.and', [value, nodes.bits(1)]) : value;
}
