import { checkOneOf } from '@loci/addressing';
import type { Cell } from '@loci/controllers';
import { listRNN, stackRNN, tapeRNN } from './models.js';
import type { ListRNNOptions, StackRNNOptions, TapeRNNOptions } from './models.js';
import { recurrent } from './recurrent.js';
import type { RecurrentOptions } from './recurrent.js';

/** What a task and a run give: the sizes of the vectors, and the seed of the initial weights. */
export type ModelSizes = Pick<StackRNNOptions, 'inputSize' | 'outputSize' | 'seed'>;

/** A model of this package as data, but for what the task and the run give. */
export type ModelOptions =
  | ({ readonly model: 'stack-rnn' } & Omit<StackRNNOptions, keyof ModelSizes>)
  | ({ readonly model: 'list-rnn' } & Omit<ListRNNOptions, keyof ModelSizes>)
  | ({ readonly model: 'tape-rnn' } & Omit<TapeRNNOptions, keyof ModelSizes>)
  | ({ readonly model: 'recurrent' } & Omit<RecurrentOptions, keyof ModelSizes>);

const models = { 'stack-rnn': stackRNN, 'list-rnn': listRNN, 'tape-rnn': tapeRNN, recurrent };

/** @throws RangeError for options out of range. */
export function createModel(options: ModelOptions, { inputSize, outputSize, seed }: ModelSizes): Cell {
  const { model, ...rest } = options;
  checkOneOf('model', model, Object.keys(models) as (keyof typeof models)[]);
  const create = models[model] as (options: ModelSizes) => Cell;
  return create({ ...rest, inputSize, outputSize, seed });
}
