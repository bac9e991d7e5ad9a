import { binary, cast, constant, select } from '../../../src/ir/build.js';
import type { ElementType, Expression, Window } from '../../../src/ir/expression.js';
import type { MatrixKernel, Store } from '../../../src/ir/kernel.js';
import type { Choices } from '../choices.js';

export interface RandomProduct {
  readonly kernel: MatrixKernel;
  /** Type, and number of elements, of each buffer; a and b are the first two. */
  readonly buffers: readonly { readonly type: ElementType; readonly size: number }[];
}

const EXTENTS = [1, 2, 3, 4, 5, 8, 20, 9, 13, 7, 33, 16, 0, 66];
const STEPS = [1, 2, 3, 4, 5, 8, 20, 9, 13, 7, 33, 16, 0, 130, 300];
const MOST_PRODUCTS = 20_000;

/**
 * Matrix kernels with any strides (transposed, reversed, broadcast, with gaps) and with epilogues of loads, indices,
 * other types and several stores, some in place. On small integers their results are exact.
 */
export function randomProduct(choices: Choices): RandomProduct {
  return new ProductMaker(choices).make();
}

class ProductMaker {
  private readonly buffers: { type: ElementType; size: number }[] = [];
  private left = MOST_PRODUCTS;

  constructor(private readonly choices: Choices) {}

  make(): RandomProduct {
    const { choices } = this;
    const batch = Array.from({ length: choices.of([0, 1, 0, 2, 3]) }, () =>
      this.extent([1, 2, 3, 5, 1, 16, 0]),
    );
    const [m, n, k] = [this.extent(EXTENTS), this.extent(EXTENTS), this.extent(STEPS)];
    const a = this.window('float32', [...batch, m, k], true);
    const b = this.window('float32', [...batch, k, n], true);
    const result = [...batch, m, n];
    const stores = Array.from({ length: choices.of([1, 1, 2, 3]) }, () => this.store(result));
    return {
      kernel: { kind: 'matrix', batch, m, n, k, a, b, stores, buffers: this.buffers.length },
      buffers: this.buffers,
    };
  }

  private extent(options: readonly number[]): number {
    const extent = this.choices.of(options);
    if (extent > this.left) return 1;
    this.left = Math.floor(this.left / Math.max(1, extent));
    return extent;
  }

  private store(extents: readonly number[]): Store {
    const { choices } = this;
    const window = this.window('float32', extents, false);
    const product: Expression = { kind: 'accumulator', type: 'float32', index: 0 };
    switch (choices.below(6)) {
      case 1:
        return { type: 'float32', window, value: binary('add', product, this.value(extents)) };
      case 2: {
        // In place.
        const before: Expression = { kind: 'load', type: 'float32', window };
        return { type: 'float32', window, value: binary('sub', before, product) };
      }
      case 3: {
        const whole = this.window('int32', extents, false);
        return { type: 'int32', window: whole, value: cast('int32', product) };
      }
      case 4: {
        const condition = binary('less', product, this.value(extents));
        return { type: 'float32', window, value: select(condition, product, constant('float32', 7)) };
      }
      default:
        return { type: 'float32', window, value: product };
    }
  }

  /** What varies over the result: a load, broadcast perhaps, or an index. */
  private value(extents: readonly number[]): Expression {
    const { choices } = this;
    if (choices.oneIn(3)) {
      return cast('float32', { kind: 'index', type: 'int32', dimension: choices.below(extents.length) });
    }
    return { kind: 'load', type: 'float32', window: this.window('float32', extents, true) };
  }

  /** A window onto a new buffer, in which the last dimensions are contiguous unless chance will otherwise. */
  private window(type: ElementType, extents: readonly number[], mayRepeat: boolean): Window {
    const { choices } = this;
    const order = extents.map((_, d) => d);
    const dimensions = choices.oneIn(4) ? choices.shuffled(order) : order;
    if (choices.oneIn(2)) dimensions.push(...dimensions.splice(-2, 1));
    const strides = extents.map(() => 0);
    let offset = 0;
    let size = choices.oneIn(8) ? 2 : 1;
    for (const d of dimensions.reverse()) {
      const extent = extents[d]!;
      if (mayRepeat && choices.oneIn(d < extents.length - 2 ? 3 : 16)) continue;
      const backward = choices.oneIn(8);
      strides[d] = backward ? -size : size;
      if (backward) offset += size * Math.max(0, extent - 1);
      size *= Math.max(1, extent);
      if (choices.oneIn(8)) size += 3;
    }
    const before = choices.oneIn(5) ? 5 : 0;
    const buffer = this.buffers.push({ type, size: size + before }) - 1;
    return { buffer, offset: offset + before, strides };
  }
}
