import { checkOneOf } from '@loci/addressing';
import { feedForward, gru, lstm } from '@loci/controllers';
import type { Cell } from '@loci/controllers';
import type { ControllerChoice } from './options.js';

const kinds = { 'feed-forward': feedForward, lstm, gru };

/** Builds the controller that takes in `inputSize` numbers. */
export function createController(choice: ControllerChoice, inputSize: number, seed: number): Cell {
  const { kind, forgetBias = -1, ...options } = choice;
  checkOneOf('controller.kind', kind, Object.keys(kinds) as (keyof typeof kinds)[]);
  return kinds[kind]({ ...options, forgetBias, inputSize, seed });
}
