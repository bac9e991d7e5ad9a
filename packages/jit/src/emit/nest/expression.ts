import type { ElementType, Expression } from '../../ir/expression.js';
import type { Store } from '../../ir/kernel.js';
import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';
import { logOfNormal } from '../math/logarithm.js';
import { binaryMath, unaryMath } from '../math/table.js';
import {
  extractLane,
  fromMemory,
  load,
  loadEach,
  store,
  toMemory,
  type Freshness,
  type Point,
} from './access.js';
import { convert } from './convert.js';
import type { Frame } from './frame.js';
import { boundedBy, isAtLeastNormal, variesAlong } from './inspect.js';

type Gather = Extract<Expression, { kind: 'gather' }>;

/** What code for expressions needs to know about the kernel around it. */
export interface Scope {
  readonly frame: Frame;
  readonly vectors: Vectors;
  /** How often each node is read in the expressions that are generated together (`usesOf`). */
  readonly uses: ReadonlyMap<Expression, number>;
  /** For buffers that the kernel writes. */
  readonly freshness: (buffer: number) => Freshness | undefined;
}

/** The values of expressions at one point: vectors, with bools as masks. Each node is computed once. */
export class PointValues {
  private readonly done = new Map<Expression, Node>();

  constructor(
    private readonly scope: Scope,
    readonly point: Point,
    /** The value of an accumulator at the point. */
    private readonly accumulator: (index: number) => Node,
    /** Values that are at hand for other reasons. */
    private readonly known: (expression: Expression) => Node | undefined = () => undefined,
  ) {}

  of(expression: Expression): Node {
    let node = this.done.get(expression);
    if (!node) {
      node = this.known(expression) ?? this.compute(expression);
      this.done.set(expression, node);
    }
    return node;
  }

  /** The factors of a product that nothing else reads, which a sum can take in without rounding it. */
  factors(expression: Expression): readonly [Node, Node] | undefined {
    if (expression.type !== 'float32' || this.scope.uses.get(expression) !== 1) return undefined;
    if (expression.kind === 'binary' && expression.operator === 'mul') {
      return [this.of(expression.a), this.of(expression.b)];
    }
    if (expression.kind === 'binary' && expression.operator === 'squaredDifference') {
      const difference = this.scope.vectors.sub(this.of(expression.a), this.of(expression.b));
      return [difference, difference];
    }
    if (expression.kind === 'unary' && expression.operator === 'square') {
      return [this.of(expression.x), this.of(expression.x)];
    }
    return undefined;
  }

  private compute(expression: Expression): Node {
    const { frame, vectors, freshness } = this.scope;
    switch (expression.kind) {
      case 'load': {
        const { type, window } = expression;
        return fromMemory(
          frame,
          type,
          load(frame, window, this.point, { freshness: freshness(window.buffer) }),
        );
      }
      case 'constant':
        return constantNode(vectors, expression.type, expression.value);
      case 'index':
        return this.index(expression.dimension);
      case 'unary': {
        const { operator, x } = expression;
        const generator = operator === 'log' && isAtLeastNormal(x) ? logOfNormal : unaryMath[operator];
        return generator(vectors, this.of(x));
      }
      case 'binary':
        return this.binary(expression);
      case 'select':
        return vectors.select(this.of(expression.condition), this.of(expression.yes), this.of(expression.no));
      case 'cast':
        return convert(vectors, expression.x.type, expression.type, this.of(expression.x));
      case 'gather':
        return fromMemory(frame, expression.type, this.gather(expression));
      case 'accumulator':
        return this.accumulator(expression.index);
    }
  }

  private binary(expression: Extract<Expression, { kind: 'binary' }>): Node {
    const { vectors } = this.scope;
    const { operator, a, b } = expression;
    if (operator === 'add' || operator === 'sub') {
      const right = this.factors(b);
      if (right) {
        return operator === 'add'
          ? vectors.multiplyAdd(...right, this.of(a))
          : vectors.subtractProduct(...right, this.of(a));
      }
      const left = operator === 'add' ? this.factors(a) : undefined;
      if (left) return vectors.multiplyAdd(...left, this.of(b));
    }
    // With a number other than 0 there is no 0 of either sign to choose, and only the value may be NaN, which it stays.
    const above = boundedBy(expression, 'max');
    if (above) return vectors.atLeast(this.of(above.x), vectors.float(above.bound));
    const below = boundedBy(expression, 'min');
    if (below) return vectors.atMost(this.of(below.x), vectors.float(below.bound));
    return binaryMath[a.type][operator](vectors, this.of(a), this.of(b));
  }

  private index(dimension: number): Node {
    const { frame, vectors } = this.scope;
    const { nodes } = frame;
    const { offsets, laneDimension } = this.point;
    const first = offsets[dimension]!;
    const step = dimension === laneDimension ? 1 : 0;
    const constant = nodes.bits(first, first + step, first + 2 * step, first + 3 * step);
    const counter = frame.counterOf(dimension);
    return counter ? vectors.addInt(nodes.operation('v128', 'i32x4.splat', [counter]), constant) : constant;
  }

  private gather({ window, place, stride, bound }: Gather): Node {
    const { frame, vectors } = this.scope;
    const fresh = this.scope.freshness(window.buffer);
    const clamped = vectors.op(
      'i32x4.min_s',
      vectors.op('i32x4.max_s', this.of(place), vectors.bits(0)),
      vectors.bits(bound - 1),
    );
    const bytes = vectors.op('i32x4.mul', clamped, vectors.bits(4 * stride));
    const { laneDimension } = this.point;
    return laneDimension === undefined || !variesAlong(place, laneDimension)
      ? load(frame, window, this.point, { freshness: fresh, displacement: extractLane(frame, bytes, 0) })
      : loadEach(frame, window, this.point, bytes, fresh);
  }
}

function constantNode({ nodes }: Vectors, type: ElementType, value: number): Node {
  switch (type) {
    case 'float32':
      return nodes.float(value);
    case 'int32':
      return nodes.bits(value);
    case 'bool':
      return nodes.bits(value ? -1 : 0);
  }
}

/** Writes values at some points: all are computed before the first is written, as they may be stored in place. */
export function storeAll(scope: Scope, stores: readonly Store[], points: readonly PointValues[]): void {
  const { frame } = scope;
  const nodes = points.map((values) =>
    stores.map(({ type, value }) => toMemory(frame, type, values.of(value))),
  );
  if (stores.length * points.length > 1) {
    for (const value of nodes.flat()) frame.do({ kind: 'compute', value });
  }
  stores.forEach(({ window }, i) =>
    points.forEach(({ point }, p) => store(frame, window, point, nodes[p]![i]!)),
  );
}
