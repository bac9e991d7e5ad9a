import type { Window } from '../../ir/expression.js';
import type { Node, NodeFactory, Variable } from '../dag/node.js';
import { innerRegion, type Cursor, type Item, type Region } from '../dag/region.js';
import type { Code } from '../wasm/code.js';

const BYTES = 4;

interface ActiveLoop {
  readonly dimension: number;
  /** Elements of the dimension that one iteration covers. */
  readonly step: number;
  readonly region: Region;
  readonly counter: Variable;
  readonly cursors: Cursor[];
  readonly pointers: Map<string, Variable>;
}

/** An address in memory: a pointer plus a number of bytes that is not negative. */
export interface Address {
  readonly pointer: Node;
  readonly offset: number;
}

/**
 * The loops around the code that is being generated, and the pointers that run along with them. Windows that step
 * alike share a pointer and differ in the constant offset, which costs nothing.
 */
export class Frame {
  private readonly loops: ActiveLoop[] = [];
  private current: Region;

  constructor(
    readonly nodes: NodeFactory,
    readonly code: Code,
  ) {
    this.current = nodes.root;
  }

  get region(): Region {
    return this.current;
  }

  do(item: Item): void {
    this.current.items.push(item);
  }

  /** Runs the body `count` times (as straight code if that is once), each covering `step` elements. */
  loop(dimension: number, step: number, count: number, body: () => void): void {
    if (count === 1) {
      body();
      return;
    }
    const outer = this.current;
    const region = innerRegion(outer);
    const counter = this.code.allocate('i32');
    const cursors: Cursor[] = [];
    outer.items.push({ kind: 'loop', region, count, counter, step, cursors });
    this.loops.push({
      dimension,
      step,
      region,
      counter: this.nodes.variable('i32', counter, region),
      cursors,
      pointers: new Map(),
    });
    this.current = region;
    body();
    this.current = outer;
    this.loops.pop();
  }

  /** The loop counter of a dimension, in elements; undefined if no loop runs over it here. */
  counterOf(dimension: number): Variable | undefined {
    return this.loops.find((loop) => loop.dimension === dimension)?.counter;
  }

  /**
   * Where a window's element lies: at the loops' indices plus `offsets`.
   * @param shift further bytes
   */
  address(window: Window, offsets: readonly number[], shift = 0): Address {
    const elements = offsets.reduce((sum, offset, d) => sum + offset * window.strides[d]!, 0);
    const pointer = this.pointer(window, this.loops.length - 1);
    const bytes = elements * BYTES + shift + (this.startsAtOffset(window) ? 0 : window.offset * BYTES);
    return this.normalize(pointer, bytes);
  }

  private normalize(pointer: Node, bytes: number): Address {
    if (bytes >= 0) return { pointer, offset: bytes };
    return { pointer: this.add(pointer, bytes), offset: 0 };
  }

  private add(pointer: Node, bytes: number): Node {
    return this.nodes.operation('i32', 'i32.add', [pointer, this.nodes.integer(bytes)]);
  }

  /** A pointer that runs backwards begins at the window's first element, lest it falls below address 0. */
  private startsAtOffset(window: Window): boolean {
    return this.loops.some(({ dimension }) => window.strides[dimension]! < 0);
  }

  private pointer(window: Window, level: number): Node {
    if (level < 0) {
      const parameter = this.parameter(window.buffer);
      return this.startsAtOffset(window) && window.offset > 0
        ? this.add(parameter, window.offset * BYTES)
        : parameter;
    }
    const loop = this.loops[level]!;
    const stride = window.strides[loop.dimension]!;
    if (stride === 0) return this.pointer(window, level - 1);
    const strides = this.loops.slice(0, level + 1).map(({ dimension }) => window.strides[dimension]!);
    const start = this.startsAtOffset(window) ? window.offset : 0;
    const key = `${window.buffer}+${start}:${strides.join(',')}`;
    const known = loop.pointers.get(key);
    if (known) return known;
    const local = this.code.allocate('i32');
    const pointer = this.nodes.variable('i32', local, loop.region);
    loop.pointers.set(key, pointer);
    loop.cursors.push({
      local,
      start: this.pointer(window, level - 1),
      step: stride * loop.step * BYTES,
    });
    return pointer;
  }

  private readonly parameters = new Map<number, Variable>();

  private parameter(buffer: number): Variable {
    const known = this.parameters.get(buffer) ?? this.nodes.variable('i32', buffer, this.nodes.root);
    this.parameters.set(buffer, known);
    return known;
  }
}
