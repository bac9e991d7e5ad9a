import { copyTape } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import type { EpisodeLearner, EpisodeTensors, Outcome } from '../../src/index.js';

export const fourSymbols = copyTape({ symbols: 4 });

/** A learner that writes each symbol of a tape as another, by a table that it learns; the noise makes it err. */
export function tablePlayer(loss: (crossEntropy: tf.Scalar) => tf.Scalar = (its) => its): EpisodeLearner {
  const { symbols } = fourSymbols;
  const table = tf.variable(tf.zeros([symbols, symbols]));
  function play({ surface, targets }: EpisodeTensors, noise: tf.Tensor3D) {
    const [batch, , columns] = surface.shape;
    const oneHot = (ids: tf.Tensor) =>
      tf.cast(tf.equal(tf.reshape(ids, [batch, columns, 1]), tf.range(1, symbols + 1)), 'float32');
    const sees = tf.reshape(oneHot(surface), [-1, symbols]) as tf.Tensor2D;
    const logits = tf.reshape(tf.matMul(sees, table), [batch, columns, symbols]) as tf.Tensor3D;
    const wanted = oneHot(targets);
    const writes = tf.sum<tf.Tensor2D>(wanted, 2);
    const guesses = tf.add(logits, tf.transpose(tf.slice(noise, 0, [columns, batch, symbols]), [1, 0, 2]));
    const right = tf.cast(tf.equal(tf.argMax(guesses, 2), tf.argMax(wanted, 2)), 'float32');
    return {
      writes: tf.transpose(writes),
      right: tf.transpose(tf.mul<tf.Tensor2D>(right, writes)),
      crossEntropy: tf.neg(tf.mean(tf.mul(wanted, tf.logSoftmax(logits)))) as tf.Scalar,
    };
  }
  const outcome = ({ writes, right }: Outcome): Outcome => ({ writes, right });
  return {
    groups: { table: { variables: { table }, clip: { norm: 5 } } },
    noiseSize: symbols,
    learn(episode, noise, entropyWeight) {
      const played = play(episode, noise);
      return { ...outcome(played), loss: tf.add(loss(played.crossEntropy), tf.mul(entropyWeight, 0)) };
    },
    play: (episode, noise) => outcome(play(episode, noise)),
  };
}
