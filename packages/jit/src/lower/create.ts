import type { ElementType } from '../ir/expression.js';
import type { LoweringTable } from './lowering.js';

/** tfjs kernels that make tensors out of attributes: constants. */

/** The numbers as tfjs gives them: each is the one before plus the step, rounded. */
function progression(
  type: ElementType,
  start: number,
  step: number,
  count: number,
): Float32Array | Int32Array {
  const values = type === 'float32' ? new Float32Array(count) : new Int32Array(count);
  if (count > 0) values[0] = start;
  for (let i = 1; i < count; i++) values[i] = values[i - 1]! + step;
  return values;
}

export const creation: LoweringTable = {
  Fill: ({ attributes, builder }) =>
    builder.uniform(
      (attributes.dtype as ElementType | undefined) ?? 'float32',
      attributes.shape as number[],
      attributes.value as number,
    ),

  ZerosLike: ({ inputs: { x }, builder }) => builder.uniform(x!.value.type, x!.shape, 0),

  OnesLike: ({ inputs: { x }, builder }) => builder.uniform(x!.value.type, x!.shape, 1),

  Range: ({ attributes, builder }) => {
    const { start, stop, step, dtype } = attributes as {
      start: number;
      stop: number;
      step: number;
      dtype: 'float32' | 'int32';
    };
    const empty = start === stop || (start < stop && step < 0) || (stop < start && step > 1);
    const count = empty ? 0 : Math.abs(Math.ceil((stop - start) / step));
    const signed = stop < start && step === 1 ? -1 : step;
    return builder.constant(dtype, [count], progression(dtype, start, signed, count));
  },

  LinSpace: ({ attributes, builder }) => {
    const { start, stop, num } = attributes as { start: number; stop: number; num: number };
    return builder.constant('float32', [num], progression('float32', start, (stop - start) / (num - 1), num));
  },
};
