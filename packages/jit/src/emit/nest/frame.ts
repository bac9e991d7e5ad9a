import type { Window } from '../../ir/expression.js';
import type { Node, NodeFactory, Variable } from '../dag/node.js';
import { innerRegion, type Item, type Region } from '../dag/region.js';
import type { Code } from '../wasm/code.js';

const BYTES = 4;

interface ActiveLoop {
  readonly dimension: number;
  /** Elements of the dimension that one iteration covers. */
  readonly step: number;
  readonly region: Region;
  /** Variables that begin at 0, by what each iteration adds to them. */
  readonly variables: Map<number, Variable>;
}

/** An address in memory: a pointer plus a number of bytes that is not negative. */
export interface Address {
  readonly pointer: Node;
  readonly offset: number;
}

/**
 * The loops around the code that is being generated, and the addresses that depend on them. A loop has a variable for
 * each distance that windows move by in an iteration, and one of these counts the iterations as well. An address is a
 * buffer's plus such a variable of each loop plus a constant, which costs nothing.
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

  /**
   * Runs the body `count` times (as straight code if that is once), each covering `step` elements.
   * @param from the first element; other than 0 only if the count is not known before the code runs
   */
  loop(
    dimension: number,
    step: number,
    count: number | Node,
    body: () => void,
    from: Node = this.nodes.integer(0),
  ): void {
    if (count === 1) {
      body();
      return;
    }
    const outer = this.current;
    const region = innerRegion(outer);
    const variables = new Map<number, Variable>();
    this.loops.push({ dimension, step, region, variables });
    this.current = region;
    body();
    this.current = outer;
    this.loops.pop();
    const [counting, ...others] = [...variables].sort(([a], [b]) => b - a);
    const counts = counting !== undefined && counting[0] > 0;
    const growth = counts ? counting[0] : 1;
    /** Of a variable that grows by so much with each iteration. */
    const startOf = (growth: number): Node => this.times(from, growth / step);
    const start = counts ? startOf(growth) : this.nodes.integer(0);
    const isKnown = typeof count === 'number';
    outer.items.push({
      kind: 'loop',
      region,
      count: isKnown ? count : NaN,
      counter: counts ? counting[1].local : this.code.allocate('i32'),
      step: growth,
      bounds: isKnown
        ? undefined
        : { start, end: this.operation('i32.add', start, this.times(count, growth)) },
      cursors: (counts ? others : [...variables]).map(([bytes, { local }]) => ({
        local,
        start: startOf(bytes),
        step: bytes,
      })),
    });
  }

  operation(opcode: 'i32.add' | 'i32.sub' | 'i32.mul' | 'i32.div_s', a: Node, b: Node | number): Node {
    const other = typeof b === 'number' ? this.nodes.integer(b) : b;
    return this.nodes.operation('i32', opcode, [a, other]);
  }

  private times(x: Node, factor: number): Node {
    return x === this.nodes.integer(0) ? x : this.operation('i32.mul', x, factor);
  }

  /** The loop counter of a dimension, in elements; undefined if no loop runs over it here. */
  counterOf(dimension: number): Variable | undefined {
    const loop = this.loops.find((each) => each.dimension === dimension);
    return loop && this.variable(loop, loop.step);
  }

  /** A variable of a loop that grows by so much with each iteration. */
  private variable({ region, variables }: ActiveLoop, growth: number): Variable {
    let variable = variables.get(growth);
    if (!variable) {
      variable = this.nodes.variable('i32', this.code.allocate('i32'), region);
      variables.set(growth, variable);
    }
    return variable;
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
    return this.operation('i32.add', pointer, bytes);
  }

  /** What runs backwards counts from the window's first element, lest it falls below address 0. */
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
    const outside = this.pointer(window, level - 1);
    const stride = window.strides[loop.dimension]!;
    if (stride === 0) return outside;
    const moved = this.variable(loop, stride * loop.step * BYTES);
    return this.nodes.operation('i32', 'i32.add', [outside, moved]);
  }

  private readonly parameters = new Map<number, Variable>();

  /** A parameter of the kernel: a buffer's address, or an extent. */
  parameter(buffer: number): Variable {
    const known = this.parameters.get(buffer) ?? this.nodes.variable('i32', buffer, this.nodes.root);
    this.parameters.set(buffer, known);
    return known;
  }
}
