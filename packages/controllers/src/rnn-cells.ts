/** The controllers for `tf.layers.rnn`; a module with an effect, since it registers the classes for loading. */
import { feedForward } from './feed-forward.js';
import { gru } from './gru.js';
import { lstm } from './lstm.js';
import { rnn } from './rnn.js';
import { rnnCell } from './rnn-cell.js';
import { secondOrder } from './second-order.js';

export const FeedForwardRNNCell = rnnCell('@loci/controllers/FeedForwardRNNCell', feedForward);
export const SimpleRNNCell = rnnCell('@loci/controllers/SimpleRNNCell', rnn);
export const LSTMRNNCell = rnnCell('@loci/controllers/LSTMRNNCell', lstm);
export const GRURNNCell = rnnCell('@loci/controllers/GRURNNCell', gru);
export const SecondOrderRNNCell = rnnCell('@loci/controllers/SecondOrderRNNCell', secondOrder);
