import { checkOneOf } from '@loci/addressing';
import { feedForward, gru, lstm, rnn, secondOrder } from '@loci/controllers';
import type { Activation, Cell, LSTMOptions } from '@loci/controllers';

/** The network that sees the tops and says what to do: its kind, with the options of that controller. */
export interface ControllerChoice extends Omit<LSTMOptions, 'inputSize' | 'seed'> {
  /** 'feed-forward' is the network without hidden recurrence (R = 0): it remembers nothing but its stacks. */
  readonly kind: 'feed-forward' | 'rnn' | 'lstm' | 'gru' | 'second-order';
  /** For 'feed-forward' and 'rnn' alone. @defaultValue 'sigmoid', as in Joulin and Mikolov 2015 */
  readonly activation?: Activation;
}

const kinds = { 'feed-forward': feedForward, rnn, lstm, gru, 'second-order': secondOrder };

/**
 * Builds the controller that takes in `symbols` numbers of an input, and behind them `seen` numbers of its memories.
 *
 * @throws RangeError for options out of range.
 */
export function createController(
  choice: ControllerChoice,
  { symbols, seen }: { readonly symbols: number; readonly seen: number },
  seed: number,
): Cell {
  const { kind, activation = 'sigmoid', ...options } = choice;
  checkOneOf('controller.kind', kind, Object.keys(kinds) as (keyof typeof kinds)[]);
  if (kind === 'second-order' && (choice.layers ?? 1) !== 1) {
    throw new RangeError(`controller.layers must be 1 for 'second-order', got ${choice.layers}`);
  }
  return kinds[kind]({ ...options, activation, symbols, inputSize: symbols + seen, seed });
}
