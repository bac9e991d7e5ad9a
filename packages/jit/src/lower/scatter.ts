import { backend_util } from '@tensorflow/tfjs';
import type { GraphBuilder } from '../graph/builder.js';
import { broadcastTo, sizeOf, type View } from '../graph/view.js';
import { binary, cast, constant, select } from '../ir/build.js';
import type { Expression } from '../ir/expression.js';
import { toType } from './elementwise.js';
import type { KernelCall, LoweringTable } from './lowering.js';

/**
 * tfjs kernels that put elements at computed places. Every place looks for what belongs to it, so nothing is written
 * twice and no order matters. What lies outside of the range is left out (tfjs's cpu backend throws, which a compiled
 * program cannot).
 */

const integer = (value: number): Expression => constant('int32', value);
const index = (dimension: number): Expression => ({ kind: 'index', type: 'int32', dimension });

/** A scatter over `places` slices of the result, each of `slice` elements: where each update goes, and what it is. */
interface Scatter {
  readonly places: number;
  readonly slice: number;
  readonly count: number;
  /** `[count]`, int32: the number of the slice. */
  readonly targets: View;
  /** `[count, slice]` */
  readonly updates: View;
}

function scatterOf(
  builder: GraphBuilder,
  name: string,
  indices: View,
  updates: View,
  shape: readonly number[],
): Scatter {
  const { sliceRank, numUpdates, sliceSize, strides } = backend_util.calculateShapes(
    updates as never,
    indices as never,
    [...shape],
  );
  const columns = builder.reshape(indices, [numUpdates, sliceRank]);
  const parts = Array.from({ length: sliceRank }, (_, d): View => {
    const [along, across] = columns.strides as [number, number];
    return { ...columns, shape: [numUpdates], offset: columns.offset + d * across, strides: [along] };
  });
  const targets = builder.map(
    name,
    parts,
    (...place) =>
      place
        .map((part, d) => binary('mul', cast('int32', part), integer(strides[d]!)))
        .reduce((sum, term) => binary('add', sum, term)),
    [numUpdates],
  );
  return {
    places: sizeOf(shape) / sliceSize,
    slice: sliceSize,
    count: numUpdates,
    targets,
    updates:
      sizeOf(updates.shape) === 1
        ? broadcastTo(builder.reshape(updates, [1, 1]), [numUpdates, sliceSize])
        : builder.reshape(updates, [numUpdates, sliceSize]),
  };
}

/** Whether update number `index(dimension)` goes to slice number `index(0)`. */
function belongs(builder: GraphBuilder, { targets }: Scatter, dimension: number): Expression {
  const strides = Array.from({ length: dimension }, () => 0);
  return binary('equal', builder.load({ ...targets, strides: [...strides, ...targets.strides] }), index(0));
}

/** The sum of what goes to each place, in a type that counts, then brought back. */
function sumOfUpdates(builder: GraphBuilder, name: string, scatter: Scatter): View {
  const { places, slice, count, updates } = scatter;
  const { type } = updates.value;
  const strides = [0, updates.strides[1]!, updates.strides[0]!];
  const update = builder.load({ ...updates, shape: [places, slice, count], strides });
  const element = type === 'bool' ? cast('int32', update) : update;
  const value = select(belongs(builder, scatter, 2), element, constant(element.type, 0));
  const sum: Expression = { kind: 'accumulator', type: element.type, index: 0 };
  return builder.rows(name, [places, slice], [count], type, [
    { kind: 'accumulate', first: 0, accumulators: [{ reduction: 'sum', value }] },
    () => toType(type, sum),
  ]);
}

/** Of several updates of a place the last one stays; where none goes, the elements of `base` `[places, slice]` do. */
function lastOfUpdates(builder: GraphBuilder, name: string, scatter: Scatter, base: View): View {
  const { places, slice, count, updates } = scatter;
  const { type } = base.value;
  if (count === 0) return base;
  const last = builder.rows(name, [places], [count], 'int32', [
    {
      kind: 'accumulate',
      first: 0,
      accumulators: [
        { reduction: 'max', value: select(belongs(builder, scatter, 1), index(1), integer(-1)) },
      ],
    },
    () => ({ kind: 'accumulator', type: 'int32', index: 0 }),
  ]);
  const source = updates.value.origin.kind === 'uniform' ? builder.copy(updates) : updates;
  const spread = broadcastTo(builder.reshape(last, [places, 1]), [places, slice]);
  return builder.map(name, [spread, base], (number, old) => {
    const update: Expression = {
      kind: 'gather',
      type: source.value.type,
      window: { buffer: source.value.id, offset: source.offset, strides: [0, source.strides[1]!] },
      place: number!,
      stride: source.strides[0]!,
      bound: count,
    };
    return select(binary('greaterEqual', number!, integer(0)), toType(type, update), old!);
  });
}

function tensorScatterUpdate({ name, inputs, builder }: KernelCall): View {
  const { tensor, indices, updates } = inputs;
  const scatter = scatterOf(builder, name, indices!, updates!, tensor!.shape);
  const base = builder.reshape(tensor!, [scatter.places, scatter.slice]);
  return builder.reshape(lastOfUpdates(builder, name, scatter, base), tensor!.shape);
}

function sparseToDense({ name, inputs, attributes, builder }: KernelCall): View {
  const { sparseIndices, sparseValues, defaultValue } = inputs;
  const shape = attributes.outputShape as number[];
  const scatter = scatterOf(builder, name, sparseIndices!, sparseValues!, shape);
  const base = broadcastTo(defaultValue!, [scatter.places, scatter.slice]);
  return builder.reshape(lastOfUpdates(builder, name, scatter, base), shape);
}

/**
 * How often, or with what sum of weights, each number below `size` occurs in each row of `x` `[rows, columns]`.
 * The result has the type of the weights, of which there may be none.
 */
function counts({ name, inputs, attributes, builder }: KernelCall, isBinary: boolean): View {
  const size = attributes.size as number;
  const shape = inputs.x!.shape;
  const [rows, columns] = shape.length === 2 ? (shape as [number, number]) : [1, sizeOf(shape)];
  const x = builder.reshape(inputs.x!, [rows, columns]);
  const { type } = inputs.weights!.value;
  const isWeighted = !isBinary && sizeOf(inputs.weights!.shape) > 0;
  const space = [rows, size, columns];
  const along = (view: View): Expression =>
    builder.load({ ...view, shape: space, strides: [view.strides[0]!, 0, view.strides[1]!] });
  const counted = type === 'bool' ? 'int32' : type;
  const weight = isWeighted
    ? cast(counted, along(builder.reshape(inputs.weights!, [rows, columns])))
    : constant(counted, 1);
  const value = select(binary('equal', along(x), index(1)), weight, constant(counted, 0));
  const result: Expression = { kind: 'accumulator', type: counted, index: 0 };
  const output = builder.rows(name, [rows, size], [columns], type, [
    { kind: 'accumulate', first: 0, accumulators: [{ reduction: isBinary ? 'max' : 'sum', value }] },
    () => toType(type, result),
  ]);
  return shape.length === 2 ? output : builder.reshape(output, [size]);
}

export const scattering: LoweringTable = {
  ScatterNd: ({ name, inputs: { indices, updates }, attributes, builder }) => {
    const shape = attributes.shape as number[];
    const scatter = scatterOf(builder, name, indices!, updates!, shape);
    return builder.reshape(sumOfUpdates(builder, name, scatter), shape);
  },
  TensorScatterUpdate: tensorScatterUpdate,
  SparseToDense: sparseToDense,
  Bincount: (call) => counts(call, false),
  // tfjs heeds binaryOutput only where there are rows.
  DenseBincount: (call) =>
    counts(call, call.attributes.binaryOutput === true && call.inputs.x!.shape.length === 2),
};
