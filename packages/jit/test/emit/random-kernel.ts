import type { ElementType, Expression, Window } from '../../src/ir/expression.js';
import type { Pass, Reduction, RowKernel, Store } from '../../src/ir/kernel.js';
import { binary, cast, constant, select, unary } from '../../src/ir/build.js';
import type { Choices } from './choices.js';

/**
 * Random kernels whose results are exact: all floats are small integers, so that neither the order of sums nor fused
 * products change a bit, and generated code must equal the interpreter.
 */
export interface RandomKernel {
  readonly kernel: RowKernel;
  /** Type, and number of elements, of each buffer. */
  readonly buffers: readonly { readonly type: ElementType; readonly size: number }[];
}

const EXTENTS = [1, 2, 3, 4, 5, 8, 20, 9, 13, 7, 33, 0, 130, 259];
const TYPES: readonly ElementType[] = ['float32', 'int32', 'bool'];
/** What a float may grow to before it is clamped. */
const BOUND = 8;

export function randomKernel(choices: Choices, mostPoints = 3000): RandomKernel {
  return new KernelMaker(choices, mostPoints).make();
}

/** A window of one type that passes load or store through, over all points or once a row. */
interface Known {
  readonly type: ElementType;
  readonly window: Window;
  readonly everywhere: boolean;
}

class KernelMaker {
  private readonly buffers: { type: ElementType; size: number }[] = [];
  private readonly accumulators: ElementType[] = [];
  private readonly outer: number[];
  private readonly inner: number[];
  private readonly extents: readonly number[];
  /** What earlier passes stored, which later passes may read. */
  private readonly stored: Known[] = [];
  /** What earlier passes loaded, which later passes may overwrite, and what the present pass loads. */
  private readonly loaded: Known[] = [];
  private loading: Known[] = [];

  constructor(
    private readonly choices: Choices,
    mostPoints: number,
  ) {
    const ranks = choices.of([
      [1, 0],
      [0, 0],
      [0, 1],
      [1, 1],
      [2, 0],
      [2, 1],
      [1, 2],
      [3, 0],
      [3, 1],
      [0, 2],
      [2, 2],
    ] as const);
    let points = 1;
    const extents = (rank: number): number[] =>
      Array.from({ length: rank }, () => {
        const extent = choices.of(EXTENTS);
        if (points * extent > mostPoints) return 1;
        points *= Math.max(1, extent);
        return extent;
      });
    this.outer = extents(ranks[0]);
    this.inner = extents(ranks[1]);
    this.extents = [...this.outer, ...this.inner];
  }

  make(): RandomKernel {
    const passes: Pass[] = [];
    const count = this.inner.length === 0 ? 1 : 1 + this.choices.below(4);
    for (let i = 0; i < count; i++) {
      passes.push(i < count - 1 ? this.pass() : this.storePass());
      this.loaded.push(...this.loading);
      this.loading = [];
    }
    return {
      kernel: {
        kind: 'row',
        outer: this.outer,
        inner: this.inner,
        passes,
        buffers: this.buffers.length,
      },
      buffers: this.buffers,
    };
  }

  private pass(): Pass {
    return this.choices.oneIn(3) ? this.storePass() : this.accumulatePass();
  }

  private accumulatePass(): Pass {
    const first = this.accumulators.length;
    const accumulators = Array.from({ length: 1 + this.choices.below(2) }, () => {
      const reduction = this.choices.of<Reduction>([
        'sum',
        'max',
        'min',
        'prod',
        'argMax',
        'argMin',
        'any',
        'all',
      ]);
      const type: ElementType =
        reduction === 'any' || reduction === 'all' ? 'bool' : this.choices.of(['float32', 'int32'] as const);
      const value = this.expression(type, 3, true);
      // Products stay exact if their factors are small powers of two.
      const small =
        reduction === 'prod'
          ? select(this.expression('bool', 1, true), constant(type, -1), constant(type, 1))
          : value;
      return { reduction, value: small };
    });
    for (const { reduction, value } of accumulators) {
      this.accumulators.push(reduction === 'argMax' || reduction === 'argMin' ? 'int32' : value.type);
    }
    return { kind: 'accumulate', first, accumulators };
  }

  private storePass(): Pass {
    const over = this.accumulators.length > 0 && this.choices.below(2) === 0 ? 'outer' : 'all';
    const everywhere = over === 'all';
    const count = 1 + this.choices.below(2);
    const values = Array.from({ length: count }, () =>
      this.expression(this.choices.of(TYPES), 4, everywhere),
    );
    const stores = values.map((value) => this.store(value, everywhere));
    if (count === 2 && this.choices.oneIn(3))
      stores[1] = this.readingWhatIsOverwritten(stores[1]!, stores[0]!);
    for (const { type, window } of stores) this.stored.push({ type, window, everywhere });
    return { kind: 'store', over, stores };
  }

  /** The second store of a pass, which needs what the first overwrites. */
  private readingWhatIsOverwritten(second: Store, { type, window }: Store): Store {
    const load: Expression = { kind: 'load', type, window };
    const value =
      type === 'bool' || second.type === 'bool'
        ? select(cast('bool', load), second.value, cast(second.type, load))
        : clamp(binary('sub', second.value, cast(second.type, load)));
    return { ...second, value };
  }

  private store(value: Expression, everywhere: boolean): Store {
    const { type } = value;
    if (this.choices.oneIn(4)) {
      const window = this.overwritten(type, everywhere);
      if (window) return { type, window, value };
    }
    const window = this.window(type, this.extentsOf(everywhere), false);
    if (!this.choices.oneIn(4) || type === 'bool') return { type, window, value };
    // In place: the value loads what it overwrites.
    return { type, window, value: clamp(binary('add', value, { kind: 'load', type, window })) };
  }

  /** A window that an earlier pass loaded through, to be overwritten: each element once, and by one store. */
  private overwritten(type: ElementType, everywhere: boolean): Window | undefined {
    const inUse = new Set([...this.loading, ...this.stored].map(({ window }) => window.buffer));
    const rank = this.outer.length;
    const fitting = this.loaded.filter(
      (known) =>
        known.type === type &&
        !inUse.has(known.window.buffer) &&
        known.window.strides.every((stride, d) =>
          everywhere || d < rank ? stride !== 0 || this.extents[d] === 1 : stride === 0,
        ),
    );
    if (fitting.length === 0) return undefined;
    const { window } = this.choices.of(fitting);
    // Only one store of a pass may take it.
    this.stored.push({ type, window, everywhere });
    return window;
  }

  /** The extents that windows of a pass run over: all, or the outer ones. */
  private extentsOf(everywhere: boolean): number[] {
    return this.extents.map((extent, d) => (everywhere || d < this.outer.length ? extent : 1));
  }

  /** A window onto a new buffer. Those that are read may repeat elements. */
  private window(type: ElementType, extents: readonly number[], mayRepeat: boolean): Window {
    const dimensions = this.choices.oneIn(3)
      ? this.choices.shuffled(extents.map((_, d) => d))
      : extents.map((_, d) => d);
    const strides = extents.map(() => 0);
    let offset = 0;
    let size = this.choices.oneIn(8) ? 2 : 1;
    for (const d of [...dimensions].reverse()) {
      const extent = extents[d]!;
      if (extent === 1 && extent !== this.extents[d]) continue;
      if (mayRepeat && this.choices.oneIn(4)) continue;
      const backward = this.choices.oneIn(6);
      strides[d] = backward ? -size : size;
      if (backward) offset += size * Math.max(0, extent - 1);
      size *= Math.max(1, extent);
      if (this.choices.oneIn(8)) size += 3;
    }
    const extra = this.choices.oneIn(5) ? 5 : 0;
    const buffer = this.buffers.push({ type, size: size + extra }) - 1;
    return { buffer, offset: offset + extra, strides };
  }

  /** @param everywhere whether the inner dimensions may be used */
  private expression(type: ElementType, depth: number, everywhere: boolean): Expression {
    if (depth === 0 || this.choices.below(4) === 0) return this.leaf(type, everywhere);
    const sub = (t: ElementType): Expression => this.expression(t, depth - 1, everywhere);
    switch (this.choices.below(4)) {
      case 0: {
        const shared = sub(type);
        return type === 'bool' ? binary('xor', shared, sub(type)) : clamp(binary('mul', shared, shared));
      }
      case 1:
        return cast(type, sub(this.choices.of(TYPES)));
      case 2:
        return select(sub('bool'), sub(type), sub(type));
      default:
        if (type === 'bool') {
          const operands = this.choices.of(TYPES);
          const operator = this.choices.of(['less', 'equal', 'greaterEqual', 'notEqual'] as const);
          return this.choices.oneIn(3)
            ? unary('not', sub('bool'))
            : binary(operator, sub(operands), sub(operands));
        }
        if (type === 'float32' && this.choices.oneIn(4)) return throughLongFunctions(sub(type));
        if (type === 'float32' && this.choices.oneIn(3)) {
          return unary(this.choices.of(['neg', 'abs', 'floor', 'relu', 'sign'] as const), sub(type));
        }
        return clamp(
          binary(
            this.choices.of(['add', 'sub', 'mul', 'max', 'min', 'squaredDifference'] as const),
            sub(type),
            sub(type),
          ),
        );
    }
  }

  private leaf(type: ElementType, everywhere: boolean): Expression {
    const ofType = this.accumulators.flatMap((t, index) => (t === type ? [index] : []));
    if (ofType.length > 0 && this.choices.below(2) === 0) {
      const index = this.choices.of(ofType);
      const value: Expression = { kind: 'accumulator', type, index };
      return type === 'bool' ? value : clamp(value);
    }
    const extents = this.extentsOf(everywhere);
    switch (this.choices.below(7)) {
      case 1:
        return constant(type, this.choices.of([0, 1, -2]));
      case 2: {
        const dimensions = extents.flatMap((_, d) => (everywhere || d < this.outer.length ? [d] : []));
        if (dimensions.length === 0) return constant(type, 1);
        const index: Expression = { kind: 'index', type: 'int32', dimension: this.choices.of(dimensions) };
        return cast(type, type === 'bool' ? binary('less', index, constant('int32', 2)) : clamp(index));
      }
      case 3: {
        const bound = this.choices.of([1, 3, 4]);
        const place = this.expression('int32', 1, everywhere);
        const window = this.window(type, [...extents], true);
        const reach = this.buffers[window.buffer]!;
        const stride = this.choices.oneIn(3) ? -2 : this.choices.of([1, reach.size]);
        const room = (bound - 1) * Math.abs(stride);
        reach.size += room;
        const offset = stride < 0 ? window.offset + room : window.offset;
        return { kind: 'gather', type, window: { ...window, offset }, place, stride, bound };
      }
      case 4: {
        // What an earlier pass of the row stored, perhaps with the inner dimensions reversed.
        const known = this.stored.filter((store) => store.type === type && (everywhere || !store.everywhere));
        if (known.length === 0) break;
        const { window, everywhere: reversible } = this.choices.of(known);
        this.loading.push({ type, window, everywhere });
        if (!reversible || this.choices.below(2) === 0) return { kind: 'load', type, window };
        const rank = this.outer.length;
        const last = this.inner.reduce(
          (sum, extent, i) => sum + Math.max(0, extent - 1) * window.strides[rank + i]!,
          window.offset,
        );
        const strides = window.strides.map((stride, d) => (d < rank ? stride : -stride));
        return { kind: 'load', type, window: { ...window, offset: last, strides } };
      }
      default:
        break;
    }
    const window = this.window(type, extents, true);
    this.loading.push({ type, window, everywhere });
    return { kind: 'load', type, window };
  }
}

/** The whole number itself, by functions of many instructions. */
const throughLongFunctions = (x: Expression): Expression =>
  unary('round', unary('log', unary('exp', clamp(x))));

function clamp(x: Expression): Expression {
  return binary('max', binary('min', x, constant(x.type, BOUND)), constant(x.type, -BOUND));
}
