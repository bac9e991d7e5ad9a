import type { ModelOptions } from '../create-model.js';
import { vectorStack } from './benchmark.js';
import { falling } from './preset.js';
import type { Preset } from './preset.js';

/**
 * Memories that can do what brackets ask for. On a tape one cell is written in each step; with another one seen beside it, an
 * opening bracket leaves what it wrote there, and the closing one finds it.
 */
const memories = {
  'stack-rnn': vectorStack,
  'tape-rnn': { model: 'tape-rnn', places: 1024, memories: 1, reads: 2, jumps: false },
} as const satisfies Record<string, ModelOptions>;

/**
 * For languages whose brackets say when to push and to pop (Alur and Madhusudan 2004, "Visibly pushdown languages"). A
 * controller that decides about the actions holds brackets in its units instead, for that is sooner learned; here symbols
 * decide, and as the strings grow by success the brackets come to push and pop and the other symbols to leave the stack
 * alone. What doubt about an action costs settles those that matter little.
 *
 * @param name the memory
 * @param shortest the shortest string of the task
 */
export const brackets = (name: keyof typeof memories, shortest: number): Preset => {
  const steps = 16_000;
  return {
    source:
      'a controller of second order beside one memory that symbols move, and strings that grow by success',
    model: {
      ...memories[name],
      controller: { kind: 'second-order', units: 48 },
      width: 12,
      put: 'tanh',
      visible: true,
      entropyPenalty: 3e-4,
    },
    training: {
      batch: 32,
      optimizer: { name: 'adam' },
      rate: falling(3e-3, steps, 0.45),
      clip: { norm: 1 },
      lossScale: 'prediction',
      window: 30,
      lengthPer: 'batch',
      curriculum: { kind: 'gated', low: shortest, from: 6, to: 40, bits: 0.25 },
    },
    steps,
  };
};
