import { checkOneOf } from '@loci/addressing';
import { feedForward, gru, lstm } from '@loci/controllers';
import type { Cell } from '@loci/controllers';
import type { ControllerChoice } from './options.js';

const kinds = { 'feed-forward': feedForward, lstm, gru };

/** Builds the controller that takes in `inputSize` numbers. */
export function createController(
  { kind, ...options }: ControllerChoice,
  inputSize: number,
  seed: number,
): Cell {
  checkOneOf('controller.kind', kind, Object.keys(kinds) as (keyof typeof kinds)[]);
  return kinds[kind]({ ...options, inputSize, seed });
}
