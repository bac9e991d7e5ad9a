import { HostReadError, otherNumbers, UnstableTraceError } from '../errors.js';
import type { KernelCall, LoweringTable } from './lowering.js';

/** tfjs kernels that no program can stand for, and why. */

function shapeFromValues({ name }: KernelCall): never {
  throw new HostReadError(
    `the shape of what the tfjs kernel '${name}' gives depends on values, and only shapes are known while a function ` +
      `is compiled; call it outside, or call jit with { fallback: 'eager' }`,
  );
}

export const refused: LoweringTable = {
  // Its seed is drawn by tfjs unless given, and even a given one is no argument of the kernel that could change.
  Multinomial: () => {
    throw new UnstableTraceError(otherNumbers('multinomial'));
  },
  Unique: shapeFromValues,
  NonMaxSuppressionV3: shapeFromValues,
  NonMaxSuppressionV4: shapeFromValues,
  NonMaxSuppressionV5: shapeFromValues,
  RaggedGather: shapeFromValues,
  RaggedRange: shapeFromValues,
  RaggedTensorToTensor: shapeFromValues,
  SparseFillEmptyRows: shapeFromValues,
  SparseReshape: shapeFromValues,
  SparseSegmentMean: shapeFromValues,
  SparseSegmentSum: shapeFromValues,
};
