/**
 * What makes the Neural Turing Machine learn soon and with nearly every seed. The model is the default one: heads that
 * walk ahead, an LSTM that forgets at first.
 */
import type { Preset } from './preset.js';

export const practical = ({ heads = 1, steps }: { heads?: number; steps: number }): Preset => ({
  source: "this toolkit's experiments on copy; on other tasks a starting point",
  model: { model: 'ntm', readHeads: heads, writeHeads: heads },
  training: {
    batch: 16,
    optimizer: { name: 'adam' },
    rate: { rate: 3e-3, decay: { shape: 'linear', begin: { step: 0.7 * steps }, steps: 0.3 * steps } },
    clip: { norm: 10 },
    lossScale: 'sequence',
  },
  steps,
});

/**
 * The same for copy at the paper's size, to six times the lengths trained (README: how many seeds do).
 *
 * In these lengths a read head may find the beginning by its content, or wait there and slowly blur; in a sequence six
 * times as long another vector is more like what it looks for, or there is nothing left to sharpen. So the gates to
 * content start all but shut, and what little entropy costs makes heads wait and walk sharply, which works at any length.
 * Whether it is time to wait or to walk must not be told by the input, for a vector of zeros looks like the silence in
 * which the answer is given: three units that remember from the start learn to tell it. They remember some eight steps (a
 * forget bias of 2); at 4 it is fifty, more than the lengths trained, and a few seeds learned to count: in a longer sequence
 * such a unit went on counting up, and came down too late for the first vectors of the answer.
 *
 * Lengths that grow break through in a third of the steps. Once nearly all is copied gradients are short, and a batch with
 * a rare sequence in it has one many times as long: at the rate that the breakthrough takes, Adam would throw the weights
 * far, more sequences would fail, and all would be lost. So a gradient counts as twice as long as usual at most (`surprise`),
 * and steps that have become short stay so (`amsgrad`).
 *
 * Half of the seeds were thrown nevertheless, and what they learned afterwards was often no longer good for longer sequences:
 * they go back (`takeBack`). Seeds that break through have done so within 200 steps; two of 30 did not, nor in 1,200. They begin
 * anew (`restart`).
 */
export const practicalCopy: Preset = {
  source: "this toolkit's experiments on copy at the paper's size",
  model: {
    model: 'ntm',
    readHeads: 1,
    writeHeads: 1,
    controller: { kind: 'lstm', units: 100, forgetBias: [2, 2, 2, -1] },
    headBiases: { gate: -4 },
    entropyPenalty: 0.005,
  },
  training: {
    batch: 16,
    optimizer: { name: 'adam', beta1: 0.8, beta2: 0.98, amsgrad: true, surprise: 2 },
    rate: { rate: 5e-3, decay: { shape: 'linear', begin: { bits: 2, step: 600 }, steps: 600 } },
    clip: { norm: 10 },
    lossScale: 'sequence',
    curriculum: { kind: 'growing', low: 1, from: 5, to: 20, steps: 500 },
    takeBack: { rise: 0.25 },
    restart: { after: 250, above: 0.5, times: 3 },
  },
  steps: 1200,
};
