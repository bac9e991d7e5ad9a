import { train } from '@loci/train';
import { trainableOf } from '../../../packages/cli/src/run/model.ts';

/**
 * Trains a cell to the end.
 *
 * @param {import('@loci/controllers').Cell} cell
 * @param {Omit<import('@loci/train').TrainOptions, 'model'>} options
 */
export async function trainCell(cell, options) {
  const model = trainableOf(cell, options.task);
  for await (const { type, step } of train({ ...options, model })) {
    if (type === 'diverged') throw new Error(`diverged at step ${step}`);
  }
}
