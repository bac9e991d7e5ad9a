/** The models for `tf.layers.rnn`; a module with an effect, since it registers the classes for loading. */
import { rnnCell } from '@loci/controllers';
import { LSTMBaseline } from './lstm-baseline.js';
import type { LSTMBaselineOptions } from './lstm-baseline.js';
import { NTM } from './ntm.js';
import type { NTMOptions } from './options.js';

export const NTMRNNCell = rnnCell('@loci/ntm/NTMRNNCell', (options: NTMOptions) => new NTM(options));
export const LSTMBaselineRNNCell = rnnCell(
  '@loci/ntm/LSTMBaselineRNNCell',
  (options: LSTMBaselineOptions) => new LSTMBaseline(options),
);
