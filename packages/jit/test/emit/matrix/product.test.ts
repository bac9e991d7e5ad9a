import { dimensionsOf, productOf, transposed } from '../../../src/emit/matrix/product.js';
import { binary, cast } from '../../../src/ir/build.js';
import type { Expression, Window } from '../../../src/ir/expression.js';
import type { MatrixKernel } from '../../../src/ir/kernel.js';

const product: Expression = { kind: 'accumulator', type: 'float32', index: 0 };
const at = (buffer: number, strides: number[]): Window => ({ buffer, offset: 0, strides });
const index = (dimension: number): Expression => cast('float32', { kind: 'index', type: 'int32', dimension });

/** [4, 3, 5] x [4, 5, 7], with b the same for the whole batch. */
const shared: MatrixKernel = {
  kind: 'matrix',
  batch: [4],
  m: 3,
  n: 7,
  k: 5,
  a: at(0, [15, 5, 1]),
  b: at(1, [0, 7, 1]),
  stores: [{ type: 'float32', window: at(2, [21, 7, 1]), value: product }],
  buffers: 3,
};

test('a batch of products with one shared b is one product with more rows', () => {
  const { extents, a, b, stores } = productOf(shared);
  expect(extents).toEqual([12, 7, 5]);
  // Over m, n and k.
  expect(a.strides).toEqual([5, 0, 1]);
  expect(b.strides).toEqual([0, 1, 7]);
  expect(stores[0]!.window.strides).toEqual([7, 1, 0]);
});

test('a batch of products with one shared a is one product with more columns, if they lie so', () => {
  const kernel: MatrixKernel = {
    ...shared,
    a: at(0, [0, 5, 1]),
    b: at(1, [7, 28, 1]),
    stores: [{ type: 'float32', window: at(2, [7, 28, 1]), value: product }],
  };
  expect(productOf(kernel).extents).toEqual([3, 28, 5]);
});

test('rows of a batch that do not follow one another stay a batch', () => {
  expect(productOf({ ...shared, a: at(0, [16, 5, 1]) }).extents).toEqual([4, 3, 7, 5]);
  const gaps = [{ type: 'float32', window: at(2, [22, 7, 1]), value: product }] as const;
  expect(productOf({ ...shared, stores: gaps }).extents).toEqual([4, 3, 7, 5]);
  const bias: Expression = { kind: 'load', type: 'float32', window: at(3, [1, 0, 0]) };
  const stores = [{ ...shared.stores[0]!, value: binary('add', product, bias) }];
  expect(productOf({ ...shared, stores, buffers: 4 }).extents).toEqual([4, 3, 7, 5]);
});

test('dimensions of which the index is used do not become one', () => {
  for (const dimension of [0, 1]) {
    const stores = [{ ...shared.stores[0]!, value: binary('add', product, index(dimension)) }];
    expect(productOf({ ...shared, stores }).extents).toEqual([4, 3, 7, 5]);
  }
});

test('batch dimensions that lie like one become one; those of one fall away', () => {
  const kernel: MatrixKernel = {
    ...shared,
    batch: [2, 1, 4],
    a: at(0, [60, 0, 15, 5, 1]),
    b: at(1, [140, 0, 35, 7, 1]),
    stores: [{ type: 'float32', window: at(2, [84, 0, 21, 7, 1]), value: product }],
  };
  const { extents, a, b } = productOf(kernel);
  expect(extents).toEqual([8, 3, 7, 5]);
  expect(a.strides).toEqual([15, 5, 0, 1]);
  expect(b.strides).toEqual([35, 0, 1, 7]);
});

test('a batch of single rows becomes rows, whatever their stride, and so does its index', () => {
  const stores = [
    { type: 'float32', window: at(2, [9, 0, 1]), value: binary('add', product, index(0)) },
  ] as const;
  const joined = productOf({ ...shared, m: 1, a: at(0, [11, 0, 1]), stores });
  expect(joined.extents).toEqual([4, 7, 5]);
  expect(joined.a.strides).toEqual([11, 0, 1]);
  expect(joined.stores[0]!.value).toEqual(binary('add', product, index(0)));
});

test('the transposed product has rows and columns exchanged, in its indices too', () => {
  const stores = [{ ...shared.stores[0]!, value: binary('add', product, index(1)) }];
  const original = productOf({ ...shared, stores, batch: [], a: at(0, [5, 1]), b: at(1, [7, 1]) });
  const {
    extents,
    a,
    b,
    stores: exchanged,
  } = transposed({
    ...original,
    stores: [{ ...original.stores[0]!, window: at(2, [7, 1, 0]), value: binary('add', product, index(0)) }],
  });
  expect(extents).toEqual([7, 3, 5]);
  expect(a).toEqual(at(1, [1, 0, 7]));
  expect(b).toEqual(at(0, [0, 5, 1]));
  expect(exchanged[0]!.window.strides).toEqual([1, 7, 0]);
  expect(exchanged[0]!.value).toEqual(binary('add', product, index(1)));
});

test('dimensions are numbered from the batch on', () => {
  expect(dimensionsOf({ ...productOf(shared), extents: [2, 3, 4, 5, 6] })).toEqual({
    batch: [0, 1],
    m: 2,
    n: 3,
    k: 4,
  });
});
