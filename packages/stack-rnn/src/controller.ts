import { checkOneOf } from '@loci/addressing';
import { feedForward, gru, lstm, rnn } from '@loci/controllers';
import type { Activation, Cell, LSTMOptions } from '@loci/controllers';

/** The network that sees the tops and says what to do: its kind, with the options of that controller. */
export interface ControllerChoice extends Omit<LSTMOptions, 'inputSize' | 'seed'> {
  /** 'feed-forward' is the network without hidden recurrence (R = 0): it remembers nothing but its stacks. */
  readonly kind: 'feed-forward' | 'rnn' | 'lstm' | 'gru';
  /** For 'feed-forward' and 'rnn' alone. @defaultValue 'sigmoid', as in Joulin and Mikolov 2015 */
  readonly activation?: Activation;
}

const kinds = { 'feed-forward': feedForward, rnn, lstm, gru };

/** Builds the controller that takes in `inputSize` numbers. @throws RangeError for options out of range. */
export function createController(choice: ControllerChoice, inputSize: number, seed: number): Cell {
  const { kind, activation = 'sigmoid', ...options } = choice;
  checkOneOf('controller.kind', kind, Object.keys(kinds) as (keyof typeof kinds)[]);
  return kinds[kind]({ ...options, activation, inputSize, seed });
}
