import { jit } from '@loci/jit';
import { cellLaws } from '@loci/laws';
import * as tf from '@tensorflow/tfjs';
import { createModel } from '../src/index.js';
import type { ModelOptions } from '../src/index.js';

beforeAll(() => tf.setBackend('cpu'));

const controller = { kind: 'rnn', units: 3 } as const;
const sizes = { memories: 2, places: 4 };

const models: readonly ModelOptions[] = [
  { model: 'stack-rnn', ...sizes, controller, reads: 1 },
  { model: 'stack-rnn', ...sizes, controller: { kind: 'lstm', units: 2 }, width: 2, noOp: false },
  { model: 'stack-rnn', ...sizes, controller: { kind: 'second-order', units: 2 }, width: 2, visible: true },
  { model: 'list-rnn', ...sizes, controller },
  { model: 'tape-rnn', ...sizes, controller: { kind: 'gru', units: 2 }, width: 2 },
  { model: 'recurrent', controller },
];

describe.each(models)('$model', (options) => {
  const laws = cellLaws((seed) => createModel(options, { inputSize: 2, outputSize: 2, seed }), {
    name: options.model,
    runs: 6,
    seed: 6,
    compile: (fn) => jit(fn),
  });
  it.each(laws)('$name', ({ check }) => check());
});
