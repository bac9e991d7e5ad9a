export { LSTMBaseline } from './lstm-baseline.js';
export type { LSTMBaselineOptions } from './lstm-baseline.js';
export { MemoryAccess } from './memory-access.js';
export type { MemoryState, MemoryStep } from './memory-access.js';
export { NTM } from './ntm.js';
export type { ControllerChoice, MemoryOptions, NTMOptions } from './options.js';
export { LSTMBaselineRNNCell, NTMRNNCell } from './rnn-cells.js';
