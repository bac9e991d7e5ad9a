import { sizeOf, wholeView, type View } from '../graph/view.js';
import { binary, cast, constant, float, select, unary } from '../ir/build.js';
import type { Expression } from '../ir/expression.js';
import type { Pass, Reduction } from '../ir/kernel.js';
import { axesOf, type KernelCall, type Lowering, type LoweringTable } from './lowering.js';

/** Reductions that begin with the first element; where there is none, tfjs finds undefined. */
const plain =
  (reduction: Reduction): Lowering =>
  ({ name, inputs: { x }, attributes, builder }) => {
    // tfjs names the axes of Max differently from all others.
    const axes = axesOf(attributes.axis ?? attributes.reductionIndices, x!.shape.length);
    if (axes.some((d) => x!.shape[d] === 0)) {
      const kept = x!.shape.map((extent, d) => (axes.includes(d) ? 1 : extent));
      const shape = attributes.keepDims === true ? kept : kept.filter((_, d) => !axes.includes(d));
      const { type } = x!.value;
      return builder.uniform(type, shape, type === 'bool' ? 0 : NaN);
    }
    return builder.reduce(name, reduction, x!, axes, attributes.keepDims === true);
  };

/** Sums and products of bool count in int32. */
const counting =
  (reduction: 'sum' | 'prod'): Lowering =>
  ({ name, inputs: { x }, attributes, builder }) =>
    builder.reduce(
      name,
      reduction,
      x!,
      axesOf(attributes.axis, x!.shape.length),
      attributes.keepDims === true,
      { prepare: (e) => (e.type === 'bool' ? cast('int32', e) : e) },
    );

const position =
  (reduction: 'argMax' | 'argMin'): Lowering =>
  ({ name, inputs: { x }, attributes, builder }) =>
    builder.reduce(name, reduction, x!, [axesOf(attributes.axis, x!.shape.length)[0]!]);

/**
 * Softmax along the last dimension and its logarithm: the row's maximum is taken away first, so that exp cannot
 * overflow. The exponentials are stored once and scaled in place.
 */
function softmax({ name, inputs: { logits }, builder }: KernelCall, logarithm: boolean): View {
  const outer = logits!.shape.slice(0, -1);
  const inner = logits!.shape.slice(-1);
  const output = wholeView(builder.value('float32', sizeOf(logits!.shape)), logits!.shape);
  if (output.value.size === 0) return output;
  const accumulator = (index: number): Expression => ({ kind: 'accumulator', type: 'float32', index });
  const store = (value: Expression): Pass => ({
    kind: 'store',
    over: 'all',
    stores: [{ type: 'float32', window: builder.window(output), value }],
  });
  const reduce = (first: number, reduction: Reduction, value: Expression): Pass => ({
    kind: 'accumulate',
    first,
    accumulators: [{ reduction, value }],
  });
  const x = cast('float32', builder.load(logits!));
  const shifted = binary('sub', x, accumulator(0));
  const stored = builder.load(output);
  const passes: Pass[] = logarithm
    ? [reduce(1, 'sum', unary('exp', shifted)), store(binary('sub', shifted, unary('log', accumulator(1))))]
    : [store(unary('exp', shifted)), reduce(1, 'sum', stored), store(binary('div', stored, accumulator(1)))];
  builder.emit({ kind: 'row', outer, inner, passes: [reduce(0, 'max', x), ...passes], sources: [name] });
  return output;
}

/** Every element of a cumulated result reduces the elements before it: n^2 work, but no order in time. */
const cumulative =
  (reduction: 'sum' | 'prod'): Lowering =>
  ({ name, inputs: { x }, attributes, builder }) => {
    const rank = x!.shape.length;
    const axis = axesOf(attributes.axis, rank)[0]!;
    const extent = x!.shape[axis]!;
    const strides = [...x!.strides.map((stride, d) => (d === axis ? 0 : stride)), x!.strides[axis]!];
    const load = builder.load({ ...x!, shape: [...x!.shape, extent], strides });
    const element = load.type === 'bool' ? cast('int32', load) : load;
    const here: Expression = { kind: 'index', type: 'int32', dimension: axis };
    const other: Expression = { kind: 'index', type: 'int32', dimension: rank };
    const [first, last] = attributes.reverse === true ? [here, other] : [other, here];
    const inside = binary(attributes.exclusive === true ? 'less' : 'lessEqual', first, last);
    const neutral = constant(element.type, reduction === 'sum' ? 0 : 1);
    return builder.rows(name, x!.shape, [extent], element.type, [
      {
        kind: 'accumulate',
        first: 0,
        accumulators: [{ reduction, value: select(inside, element, neutral) }],
      },
      () => ({ kind: 'accumulator', type: element.type, index: 0 }),
    ]);
  };

export const reductions: LoweringTable = {
  Sum: counting('sum'),
  Prod: counting('prod'),
  Max: plain('max'),
  Min: plain('min'),
  Any: plain('any'),
  All: plain('all'),
  ArgMax: position('argMax'),
  ArgMin: position('argMin'),
  Cumsum: cumulative('sum'),
  Cumprod: cumulative('prod'),

  Mean: ({ name, inputs: { x }, attributes, builder }) => {
    const axes = axesOf(attributes.axis, x!.shape.length);
    const count = sizeOf(axes.map((d) => x!.shape[d]!));
    return builder.reduce(name, 'sum', x!, axes, attributes.keepDims === true, {
      prepare: (e) => cast('float32', e),
      // tfjs divides the elements, so that of nothing the mean is a sum of nothing.
      finish: (sum) => binary('div', sum, float(Math.max(count, 1))),
    });
  },

  Softmax: (call) => softmax(call, false),
  LogSoftmax: (call) => softmax(call, true),
};
