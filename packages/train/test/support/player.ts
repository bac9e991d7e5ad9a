import { copyTape } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { shares } from '../../src/episodes/learner.js';
import { learnerVariables, trainEpisodes } from '../../src/index.js';
import type {
  EpisodeEvent,
  EpisodeLearner,
  EpisodeTensors,
  Outcome,
  TrainEpisodesOptions,
} from '../../src/index.js';

export const fourSymbols = copyTape({ symbols: 4 });

/**
 * A learner that writes each symbol of a tape as another, by a table that it learns; the noise makes it err. The worse its
 * episodes have gone so far, on a running average that it remembers, the more it learns from one.
 */
export function tablePlayer(loss: (crossEntropy: tf.Scalar) => tf.Scalar = (its) => its): EpisodeLearner {
  const { symbols } = fourSymbols;
  const table = tf.variable(tf.zeros([symbols, symbols]));
  const average = tf.tidy(() => tf.variable(tf.scalar(0), false));
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
    memory: { average },
    noiseSize: symbols,
    learn(episode, noise, entropyWeight) {
      const played = play(episode, noise);
      const weighted = tf.mul<tf.Scalar>(loss(played.crossEntropy), tf.sub(2, average));
      average.assign(tf.add(tf.mul(average, 0.9), tf.mul(0.1, shares(played).symbols)));
      return { ...outcome(played), loss: tf.add(weighted, tf.mul(entropyWeight, 0)) };
    },
    play: (episode, noise) => outcome(play(episode, noise)),
  };
}

/** Frees a learner. */
export const disposeLearner = (learner: EpisodeLearner): void =>
  tf.dispose(Object.values(learnerVariables(learner)));

/** All events of a run. */
export async function episodeEvents(options: TrainEpisodesOptions): Promise<EpisodeEvent[]> {
  const events: EpisodeEvent[] = [];
  for await (const event of trainEpisodes(options)) events.push(event);
  return events;
}
