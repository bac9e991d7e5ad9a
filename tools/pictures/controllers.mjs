/**
 * What untrained controllers still know of one pulse: how far the outputs of two sequences are apart that differ in one
 * step only, as a share of the distance in that step.
 */
import { join } from 'node:path';
import { feedForward, gru, lstm, rnn, unroll } from '@loci/controllers';
import { lines } from '@loci/plot';
import * as tf from '@tensorflow/tfjs';
import { inColumn, save } from './support/save.mjs';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const [steps, units] = [21, 32];

const controllers = {
  'LSTM, forgetBias 1': (seed) => lstm({ inputSize: 1, units, seed }),
  'LSTM, forgetBias -1': (seed) => lstm({ inputSize: 1, units, forgetBias: -1, seed }),
  GRU: (seed) => gru({ inputSize: 1, units, seed }),
  'simple recurrent': (seed) => rnn({ inputSize: 1, units, seed }),
  'feed-forward': (seed) => feedForward({ inputSize: 1, units, seed }),
};

/** @param {import('@loci/controllers').Cell} cell @returns {number[]} a share for each step from the pulse on */
function memoryOfPulse(cell) {
  const distances = tf.tidy(() => {
    const pulse = tf.tensor3d(Array.from({ length: steps }, (_, step) => [[step === 0 ? 1 : 0]]));
    const [silence, sound] = [tf.zerosLike(pulse), pulse].map((inputs) => unroll(cell, inputs).outputs);
    return tf.sqrt(tf.sum(tf.squaredDifference(sound, silence), [1, 2])).dataSync();
  });
  cell.dispose();
  return Array.from(distances, (distance) => distance / distances[0]);
}

/** @param {string} folder */
export async function draw(folder) {
  const x = Array.from({ length: steps }, (_, step) => step);
  const series = Object.entries(controllers).map(([name, make]) => ({
    name,
    x,
    y: seeds.map((seed) => memoryOfPulse(make(seed))),
  }));
  const picture = lines(series, {
    title: 'What is left of one pulse, before any training',
    xLabel: 'steps after the pulse',
    yLabel: 'share of the effect',
  });
  await save(join(folder, 'pulse.png'), inColumn(picture));
}
