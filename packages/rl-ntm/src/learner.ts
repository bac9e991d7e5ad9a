import { checkInteger, detached, checkOneOf, reinforce, runningBaseline } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import { BaselineNetwork } from './baseline-network.js';
import type { Episode } from './environment.js';
import { play } from './episode.js';
import type { Played } from './episode.js';
import type { RLNTM } from './rl-ntm.js';

export interface LearnerOptions {
  readonly model: RLNTM;
  /**
   * What is expected to be earned: by a network that reads the input first, by a running average for each number of
   * outputs that are still to be written, or nothing.
   * @defaultValue 'running'
   */
  readonly baseline?: 'network' | 'running' | 'none';
  /**
   * Whether an episode ends, for learning, with the first wrong symbol, or before the first that it is forced to write:
   * nothing is earned and nothing is learned after that. Without it a machine is content with the symbols that it can guess,
   * and one that holds back until it is forced learns to count the steps of an episode.
   * @defaultValue true
   */
  readonly endsAtMistake?: boolean;
  /** Units of the LSTM of the baseline network, >= 1. @defaultValue 32 */
  readonly baselineUnits?: number;
  /** The most outputs that an episode may have, for 'running'. @defaultValue 256 */
  readonly longest?: number;
  /** The seed of the baseline network's initial weights. */
  readonly seed: number;
}

type Group = {
  readonly variables: Readonly<Record<string, tf.Variable>>;
  readonly clip: { readonly norm: number };
};

/** A machine that learns from episodes, as `trainEpisodes` of @loci/train takes it. */
export interface Learner {
  /** What is trained; the norms that gradients are clipped to are the paper's. */
  readonly groups: Readonly<Record<string, Group>>;
  /** The running baseline. */
  readonly memory: Readonly<Record<string, tf.Variable>>;
  readonly noiseSize: number;
  /** Plays and gives what to minimize. @param noise `[time, batch, noiseSize]`, standard Gumbel. */
  learn(
    episode: Episode,
    noise: tf.Tensor3D,
    entropyWeight: tf.Scalar,
  ): Played & { readonly loss: tf.Scalar };
  play(episode: Episode, noise: tf.Tensor3D): Played;
  /** Frees the variables of the baseline; those of the model are its own. */
  dispose(): void;
}

/**
 * REINFORCE for a machine on tapes. A right symbol earns 1, up to the first wrong one, and the choices are trained for
 * what they and those after them earn, less what a baseline expected. Symbols, memory and paths are trained by
 * backpropagation of the cross-entropy of what is written; the baseline by the squared error of its expectation.
 *
 * @throws RangeError for options out of range.
 */
export function reinforced(options: LearnerOptions): Learner {
  const { model, baseline: kind = 'running', endsAtMistake = true, seed } = options;
  const { baselineUnits = 32, longest = 256 } = options;
  checkOneOf('baseline', kind, ['network', 'running', 'none']);
  checkInteger('longest', longest, 1);
  const { symbols, noiseSize: choices } = model;
  const network =
    kind === 'network' ? new BaselineNetwork({ symbols, choices, units: baselineUnits, seed }) : undefined;
  const running = kind === 'running' ? runningBaseline({ slots: longest + 1 }) : undefined;
  return {
    groups: {
      model: { variables: model.variables, clip: { norm: 5 } },
      ...(network && { baseline: { variables: network.variables, clip: { norm: 2 } } }),
    },
    memory: { ...running?.variables },
    noiseSize: choices,
    learn(episode, noise, entropyWeight) {
      const played = play(model, episode, noise);
      const counts = endsAtMistake ? freeAndRight(played) : played.going;
      const counted = (values: tf.Tensor2D): tf.Tensor2D => tf.mul(values, counts);
      const { outputsLeft } = played;
      const [, batch] = counts.shape;
      const baseline = network?.predict(episode, played) ?? running?.expected(outputsLeft);
      const { loss, returns } = reinforce({
        logProbability: counted(played.logProbability),
        rewards: counted(played.right),
        ...(baseline && { baseline }),
        // Relative to habit: leaving it is what costs.
        entropy: counted(tf.neg(played.divergence)),
        entropyWeight,
      });
      const crossEntropy = tf.div(tf.neg(tf.sum(counted(played.logLikelihood))), batch);
      const losses = [loss, crossEntropy];
      if (network) losses.push(tf.div(tf.sum(counted(tf.square(tf.sub(returns, baseline!)))), batch));
      running?.update(outputsLeft, returns, counts);
      return { ...played, loss: tf.addN(losses) as tf.Scalar };
    },
    play: (episode, noise) => play(model, episode, noise),
    dispose() {
      network?.dispose();
      running?.variables.means.dispose();
    },
  };
}

/** 1 where an episode is going on, writing is not forced and no wrong symbol has been written before, `[time, batch]`. */
const freeAndRight = ({ writes, right, going, outputsLeft, stepsLeft }: Played): tf.Tensor2D => {
  const free = tf.mul(going, tf.cast(tf.less(outputsLeft, stepsLeft), 'float32'));
  return detached(tf.sub<tf.Tensor2D>(writes, right), (wrong) =>
    tf.mul(free, tf.cast(tf.equal(tf.cumsum(wrong, 0, true), 0), 'float32')),
  );
};
