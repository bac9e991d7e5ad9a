import type { GraphBuilder } from '../graph/builder.js';
import { broadcastShape, broadcastTo, transpose, wholeView, sizeOf, type View } from '../graph/view.js';
import { binary, cast, float, unary } from '../ir/build.js';
import type { Expression } from '../ir/expression.js';
import { UnsupportedKernelError } from '../errors.js';
import { commonType, leakyRelu } from './elementwise.js';
import { listOf, type KernelCall, type LoweringTable } from './lowering.js';

function transposeLast(view: View): View {
  const rank = view.shape.length;
  const order = view.shape.map((_, d) => (d < rank - 2 ? d : 2 * rank - 3 - d));
  return transpose(view, order);
}

/** Products of other types than float32 are row sums. */
function exactProduct(builder: GraphBuilder, name: string, a: View, b: View): View {
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const [m, k] = a.shape.slice(-2) as [number, number];
  const n = b.shape.at(-1)!;
  const left = broadcastTo(a, [...batch, m, k]);
  const right = broadcastTo(b, [...batch, k, n]);
  // Index space [...batch, m, n] x [k].
  const space = [...batch, m, n, k];
  const insert = (strides: readonly number[], at: number): number[] => [
    ...strides.slice(0, at),
    0,
    ...strides.slice(at),
  ];
  const x = builder.load({ ...left, shape: space, strides: insert(left.strides, batch.length + 1) });
  const swapped = transposeLast(right);
  const y = builder.load({ ...swapped, shape: space, strides: insert(swapped.strides, batch.length) });
  const type = commonType(commonType(x.type, y.type), 'int32');
  return builder.rows(name, [...batch, m, n], [k], type, [
    {
      kind: 'accumulate',
      first: 0,
      accumulators: [{ reduction: 'sum', value: binary('mul', cast(type, x), cast(type, y)) }],
    },
    () => ({ kind: 'accumulator', type, index: 0 }),
  ]);
}

function matrixProduct({ name, inputs: { a, b }, attributes, builder }: KernelCall): View {
  const left = attributes.transposeA === true ? transposeLast(a!) : a!;
  const right = attributes.transposeB === true ? transposeLast(b!) : b!;
  return left.value.type === 'float32' && right.value.type === 'float32'
    ? builder.product(name, left, right)
    : exactProduct(builder, name, left, right);
}

function activate(call: KernelCall, product: View): View {
  const { name, inputs, attributes, builder } = call;
  const { bias, preluActivationWeights } = inputs;
  const operands = [
    product,
    ...(bias ? [bias] : []),
    ...(preluActivationWeights ? [preluActivationWeights] : []),
  ];
  return builder.map(name, operands, (x, ...others) => {
    const sum = bias ? binary('add', x!, others[0]!) : x!;
    const activation = (attributes.activation as string | undefined) ?? 'linear';
    switch (activation) {
      case 'linear':
        return sum;
      case 'relu':
      case 'relu6':
      case 'elu':
      case 'sigmoid':
        return unary(activation, sum);
      case 'leakyrelu':
        return leakyRelu(sum, float((attributes.leakyreluAlpha as number | undefined) ?? 0.2));
      case 'prelu':
        return leakyRelu(sum, others.at(-1)!);
      default:
        throw new UnsupportedKernelError(name, `its activation '${activation}'`);
    }
  });
}

/**
 * Any sum of products, by its definition: for each point of the output, the product of the operands summed over the
 * letters that the output lacks. A product of two float matrices in disguise becomes one later.
 */
function einsum({ name, inputs, attributes, builder }: KernelCall): View {
  const equation = (attributes.equation as string).replace(/\s/g, '');
  const [left, output] = equation.split('->') as [string, string];
  const operands = listOf(inputs);
  const terms = left.split(',');
  const extents = new Map<string, number>();
  terms.forEach((letters, i) => {
    [...letters].forEach((letter, d) => extents.set(letter, operands[i]!.shape[d]!));
  });
  const contracted = [...extents.keys()].filter((letter) => !output.includes(letter));
  const letters = [...output, ...contracted];
  const extentsOf = (some: readonly string[]): number[] => some.map((letter) => extents.get(letter)!);
  const factors = operands.map((view, i): Expression => {
    const strides = letters.map((letter) =>
      [...terms[i]!].reduce((sum, own, d) => (own === letter ? sum + view.strides[d]! : sum), 0),
    );
    return builder.load({ ...view, shape: extentsOf(letters), strides });
  });
  const value = factors.reduce((product, factor) => binary('mul', product, factor));
  if (contracted.length === 0) {
    const shape = extentsOf([...output]);
    const target = wholeView(builder.value(value.type, sizeOf(shape)), shape);
    builder.store(name, target, value);
    return target;
  }
  return builder.rows(name, extentsOf([...output]), extentsOf(contracted), value.type, [
    { kind: 'accumulate', first: 0, accumulators: [{ reduction: 'sum', value }] },
    () => ({ kind: 'accumulator', type: value.type, index: 0 }),
  ]);
}

export const matrix: LoweringTable = {
  BatchMatMul: matrixProduct,
  _FusedMatMul: (call) => activate(call, matrixProduct(call)),
  Einsum: einsum,
};
