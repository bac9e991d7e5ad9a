import { binary, unary } from '../src/ir/build.js';
import type { Expression, Window } from '../src/ir/expression.js';
import type { MatrixKernel } from '../src/ir/kernel.js';

/** A product of row-major matrices, of which a or b may be stored transposed, and what is added to each row. */
export interface ProductCase {
  readonly name: string;
  readonly batch: readonly number[];
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly kernel: MatrixKernel;
  /** Elements of each buffer: a, b, the result, the bias. */
  readonly sizes: readonly number[];
}

interface Variant {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly bias?: boolean;
  readonly activation?: 'tanh';
}

type Shape = readonly [batch: readonly number[], m: number, n: number, k: number];

export function productCase(
  name: string,
  [batch, m, n, k]: Shape,
  { transposeA = false, transposeB = false, bias = false, activation }: Variant = {},
): ProductCase {
  const window = (buffer: number, rows: number, columns: number, isTransposed: boolean): Window => {
    const strides = rowMajor([...batch, ...(isTransposed ? [columns, rows] : [rows, columns])]);
    if (isTransposed) strides.push(...strides.splice(-2, 1));
    return { buffer, offset: 0, strides };
  };
  const product: Expression = { kind: 'accumulator', type: 'float32', index: 0 };
  const row: Window = { buffer: 3, offset: 0, strides: [...batch.map(() => 0), 0, 1] };
  const sum = bias ? binary('add', product, { kind: 'load', type: 'float32', window: row }) : product;
  const value = activation ? unary(activation, sum) : sum;
  const count = batch.reduce((x, y) => x * y, 1);
  return {
    name,
    batch,
    m,
    n,
    k,
    transposeA,
    transposeB,
    kernel: {
      kind: 'matrix',
      batch,
      m,
      n,
      k,
      a: window(0, m, k, transposeA),
      b: window(1, k, n, transposeB),
      stores: [{ type: 'float32', window: window(2, m, n, false), value }],
      buffers: bias ? 4 : 3,
    },
    sizes: [count * m * k, count * k * n, count * m * n, ...(bias ? [n] : [])],
  };
}

function rowMajor(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let size = 1;
  for (const extent of [...shape].reverse()) {
    strides.unshift(size);
    size *= extent;
  }
  return strides;
}

/**
 * The products of a training step of an NTM (memory 128 x 20, LSTM of 100 cells, sequences of 21 steps) with batch 16
 * and 1, then those of other models of this toolkit, and a square one to compare with other implementations.
 */
export const products: readonly ProductCase[] = [
  productCase('[64 128] [128 128]', [[], 64, 128, 128]),
  productCase('gates: x W + b, batch 16', [[], 16, 400, 130], { bias: true }),
  productCase('gates: dy W^T, batch 16', [[], 16, 130, 400], { transposeB: true }),
  productCase('gates: x^T dy, 16 x 21', [[], 130, 400, 336], { transposeA: true }),
  productCase('emissions: h W + b, batch 16', [[], 16, 70, 100], { bias: true }),
  productCase('emissions: dy W^T, batch 16', [[], 16, 100, 70], { transposeB: true }),
  productCase('emissions: h^T dy, 16 x 21', [[], 100, 70, 336], { transposeA: true }),
  productCase('output: y W + b, 16 x 21', [[], 336, 9, 120], { bias: true }),
  productCase('output: dy W^T, 16 x 21', [[], 336, 120, 9], { transposeB: true }),
  productCase('output: y^T dy, 16 x 21', [[], 120, 9, 336], { transposeA: true }),
  productCase('keys: k M^T, batch 16', [[16], 2, 128, 20], { transposeB: true }),
  productCase('keys: ds M, batch 16', [[16], 2, 20, 128]),
  productCase('keys: ds^T k, batch 16', [[16], 128, 20, 2], { transposeA: true }),
  productCase('read: w M, batch 16', [[16], 1, 20, 128]),
  productCase('read: dr M^T, batch 16', [[16], 1, 128, 20], { transposeB: true }),
  productCase('write: w^T e, batch 16', [[16], 128, 20, 1], { transposeA: true }),
  productCase('gates: x W + b, batch 1', [[], 1, 400, 130], { bias: true }),
  productCase('gates: dy W^T, batch 1', [[], 1, 130, 400], { transposeB: true }),
  productCase('gates: x^T dy, 1 x 21', [[], 130, 400, 21], { transposeA: true }),
  productCase('emissions: h W + b, batch 1', [[], 1, 70, 100], { bias: true }),
  productCase('keys: k M^T, batch 1', [[1], 2, 128, 20], { transposeB: true }),
  productCase('read: w M, batch 1', [[1], 1, 20, 128]),
  productCase('LSTM 256: x W + b, batch 16', [[], 16, 1024, 512], { bias: true }),
  productCase('LSTM 256: dy W^T, batch 16', [[], 16, 512, 1024], { transposeB: true }),
  productCase('LSTM 256: x^T dy, 16 x 21', [[], 512, 1024, 336], { transposeA: true }),
  productCase('MemN2N: q M^T, batch 32', [[32], 1, 50, 20], { transposeB: true }),
  productCase('MemN2N: p C, batch 32', [[32], 1, 20, 50]),
];
