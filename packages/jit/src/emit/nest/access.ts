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

export function laneStride(window: Window, { laneDimension }: Point): number {
  return laneDimension === undefined ? 0 : window.strides[laneDimension]!;
}

/** The window's elements at a point, as they lie in memory (a bool as 0 or 1). */
export function load(frame: Frame, window: Window, point: Point, freshness?: Freshness): Node {
  const stride = laneStride(window, point);
  const lanes = stride === 0 ? 1 : point.lanes;
  const backward = stride === -1 && lanes === 4;
  const address = frame.address(window, point.offsets, backward ? -3 * BYTES : 0);
  const read = (
    opcode: 'v128.load' | 'v128.load32_splat' | 'v128.load32_zero' | 'v128.load64_zero',
  ): Operation =>
    frame.nodes.operation(
      'v128',
      opcode,
      [address.pointer],
      { kind: 'access', offset: address.offset, lane: undefined },
      freshness?.notAbove,
      freshness?.version,
    );
  if (lanes === 1) return read('v128.load32_splat');
  if (backward) return reverse(frame, read('v128.load'));
  if (stride === 1 && lanes === 4) return read('v128.load');
  const first = stride === 1 ? 2 : 1;
  let vector = read(stride === 1 ? 'v128.load64_zero' : 'v128.load32_zero');
  for (let lane = first; lane < lanes; lane++) {
    const { pointer, offset } = frame.address(window, point.offsets, lane * stride * BYTES);
    vector = loadLane(frame, { pointer, offset }, lane, vector, freshness);
  }
  return vector;
}

/** Puts the element at an address into one lane of a vector. */
export function loadLane(
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
