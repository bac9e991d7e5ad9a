/** The models for `tf.layers.rnn`; a module with an effect, since it registers the classes for loading. */
import { rnnCell } from '@loci/controllers';
import { listRNN, stackRNN, tapeRNN } from './models.js';

export const StackRNNCell = rnnCell('@loci/stack-rnn/StackRNNCell', stackRNN);
export const ListRNNCell = rnnCell('@loci/stack-rnn/ListRNNCell', listRNN);
export const TapeRNNCell = rnnCell('@loci/stack-rnn/TapeRNNCell', tapeRNN);
