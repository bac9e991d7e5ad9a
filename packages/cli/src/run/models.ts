/** The models of all packages as data: the field `model` says which. */
import type { Cell } from '@loci/controllers';
import { createModel as createNTM, presets as ofNTM } from '@loci/ntm';
import type { ModelOptions as NTMOptions, ModelSizes, Preset as NTMPreset } from '@loci/ntm';
import { createModel as createStackRNN, presets as ofStackRNN } from '@loci/stack-rnn';
import type { ModelOptions as StackRNNOptions, Preset as StackRNNPreset } from '@loci/stack-rnn';

export type ModelOptions = NTMOptions | StackRNNOptions;
export type Preset = NTMPreset | StackRNNPreset;

/** What each model is called in a sentence. */
export const modelTitles: Readonly<Record<ModelOptions['model'], string>> = {
  ntm: 'an NTM',
  lstm: 'an LSTM without memory',
  'stack-rnn': 'a Stack RNN',
  'list-rnn': 'a List RNN',
  'tape-rnn': 'a Tape RNN',
  recurrent: 'a recurrent network without memory',
};

export const modelNames = Object.keys(modelTitles) as readonly ModelOptions['model'][];

/** Whether a model is one of the Neural Turing Machine's paper: only those have options on the command line. */
export const isOfNTM = (options: ModelOptions): options is NTMOptions =>
  options.model === 'ntm' || options.model === 'lstm';

/** @throws RangeError for options out of range. */
export const createModel = (options: ModelOptions, sizes: ModelSizes): Cell =>
  isOfNTM(options) ? createNTM(options, sizes) : createStackRNN(options, sizes);

type ByTask = Readonly<Record<string, Readonly<Record<string, Preset>>>>;

/** The presets of a task by name. */
export const presetsOf = (task: string): Readonly<Record<string, Preset>> => ({
  ...(ofNTM as ByTask)[task],
  ...(ofStackRNN as ByTask)[task],
});
