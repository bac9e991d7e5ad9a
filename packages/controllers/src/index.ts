export type { Activation } from './activation.js';
export type { Cell, State, Step } from './cell.js';
export { disturbed } from './disturbed.js';
export type { DisturbedCell } from './disturbed.js';
export { feedForward } from './feed-forward.js';
export type { FeedForwardOptions } from './feed-forward.js';
export { gru } from './gru.js';
export type { ControllerOptions } from './layered.js';
export { linear, linearWeights } from './linear.js';
export { lstm } from './lstm.js';
export type { LSTMOptions } from './lstm.js';
export { rnn } from './rnn.js';
export type { RNNOptions } from './rnn.js';
export { rnnCell } from './rnn-cell.js';
export type { LayerArgs, RNNCell, RNNCellClass } from './rnn-cell.js';
export {
  FeedForwardRNNCell,
  GRURNNCell,
  LSTMRNNCell,
  SecondOrderRNNCell,
  SimpleRNNCell,
} from './rnn-cells.js';
export { secondOrder } from './second-order.js';
export type { SecondOrderOptions } from './second-order.js';
export { unroll } from './unroll.js';
export type { LoopBody, LoopingBackend, Unrolled, UnrollOptions } from './unroll.js';
export { disposeVariables, prefixed, within } from './variables.js';
export type { Variables } from './variables.js';
