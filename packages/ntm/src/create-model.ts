import { checkOneOf } from '@loci/addressing';
import type { Cell } from '@loci/controllers';
import { LSTMBaseline } from './lstm-baseline.js';
import type { LSTMBaselineOptions } from './lstm-baseline.js';
import { NTM } from './ntm.js';
import type { NTMOptions } from './options.js';

/** What a task and a run give: the sizes of the vectors, and the seed of the initial weights. */
export type ModelSizes = Pick<NTMOptions, 'inputSize' | 'outputSize' | 'seed'>;

/** A model of this package as data, but for what the task and the run give. */
export type ModelOptions =
  | ({ readonly model: 'ntm' } & Omit<NTMOptions, keyof ModelSizes>)
  | ({ readonly model: 'lstm' } & Omit<LSTMBaselineOptions, keyof ModelSizes>);

/** @throws RangeError for options out of range. */
export function createModel(options: ModelOptions, { inputSize, outputSize, seed }: ModelSizes): Cell {
  const { model, ...rest } = options;
  checkOneOf('model', model, ['ntm', 'lstm']);
  const Model = { ntm: NTM, lstm: LSTMBaseline }[model];
  return new Model({ ...rest, inputSize, outputSize, seed });
}
