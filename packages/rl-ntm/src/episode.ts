import { detached } from '@loci/addressing';
import { unroll } from '@loci/controllers';
import type { Cell, State } from '@loci/controllers';
import * as tf from '@tensorflow/tfjs';
import { after, beginning, prospect, seen, wanted, worldShapes } from './environment.js';
import type { Episode, World } from './environment.js';
import type { Chance, RLNTM } from './rl-ntm.js';

/** What happened in the steps of a batch of episodes; each `[time, batch, ...]`, 0 after the end of an episode. */
export interface Played {
  /** 1 while the episode is going on, `[time, batch]`; so are the others, unless said. */
  readonly going: tf.Tensor2D;
  /** 1 where a symbol is written. */
  readonly writes: tf.Tensor2D;
  /** 1 where the symbol written is right. */
  readonly right: tf.Tensor2D;
  /** The log-probability of the right symbol where one is written. */
  readonly logLikelihood: tf.Tensor2D;
  /** Log-probability of all that was chosen and had an effect, and its divergence from habit in nats. */
  readonly logProbability: tf.Tensor2D;
  readonly divergence: tf.Tensor2D;
  readonly outputsLeft: tf.Tensor2D;
  readonly stepsLeft: tf.Tensor2D;
  /** What was seen before the choice: the symbol under the head, and what was chosen in the step before, `[time, batch, ...]`. */
  readonly input: tf.Tensor3D;
  readonly before: tf.Tensor3D;
  /** For pictures: row and column of the input head `[time, batch, 2]`. */
  readonly position: tf.Tensor3D;
  readonly symbol: tf.Tensor3D;
  readonly weighting: tf.Tensor4D;
}

/** The symbol of the highest logit, one-hot; none where several have it: who prefers nothing is never right. */
function mostProbable(logits: tf.Tensor2D): tf.Tensor2D {
  const highest = tf.cast(tf.equal(logits, tf.max(logits, 1, true)), 'float32');
  return tf.mul(highest, tf.cast(tf.equal(tf.sum(highest, 1, true), 1), 'float32'));
}

/**
 * Plays a batch of episodes.
 *
 * @param noise `[time, batch, model.noiseSize]`, standard Gumbel: the same noise gives the same choices, zeros the most
 * probable ones. Time is the longest number of steps.
 */
export function play(model: RLNTM, episode: Episode, noise: tf.Tensor3D): Played {
  const [time, batch] = noise.shape;
  const names = Object.keys(worldShapes) as (keyof World)[];
  const cell: Cell = {
    inputSize: model.noiseSize,
    outputSize: 1,
    stateShapes: { ...worldShapes, ...model.stateShapes(time) },
    variables: model.variables,
    initialState: () => ({ ...beginning(episode), ...model.initialState(batch, time) }),
    step(noise, state) {
      const world = Object.fromEntries(names.map((name) => [name, state[name]])) as unknown as World;
      const { going, forced, outputsLeft, stepsLeft } = prospect(episode, world);
      const input = seen(episode, world, model.symbols);
      const act = model.step(input, noise, state);
      const free = tf.mul(going, tf.sub(1, forced));
      const writes = tf.mul<tf.Tensor2D>(going, tf.maximum(act.writes, forced));
      const target = wanted(episode, world, model.symbols);
      const likelihoods = tf.logSoftmax(act.symbol);
      const guess = detached(act.symbol, mostProbable);
      const counted = (of: (chance: Chance) => tf.Tensor2D) =>
        tf.add(tf.mul(going, of(act.moving)), tf.mul(free, of(act.writing)));
      return {
        output: writes,
        state: {
          ...act.state,
          ...after(episode, world, model.moves, act.move, writes),
        } as State,
        trace: {
          going,
          writes,
          right: tf.mul(writes, tf.sum(tf.mul(target, guess), 1, true)),
          logLikelihood: tf.mul(writes, tf.sum(tf.mul(target, likelihoods), 1, true)),
          logProbability: counted(({ logProbability }) => logProbability),
          divergence: counted(({ divergence }) => divergence),
          outputsLeft: tf.mul(going, outputsLeft),
          stepsLeft: tf.mul(going, stepsLeft),
          input,
          before: state['chosen'],
          position: world.position,
          symbol: act.symbol,
          weighting: state['weighting'],
        },
      };
    },
    dispose: () => undefined,
  };
  const { traces } = unroll(cell, noise, { traces: true });
  const flat = Object.fromEntries(
    Object.entries(traces).map(([name, tensor]) => [
      name,
      tensor.rank === 3 && tensor.shape[2] === 1 && name !== 'input'
        ? tf.reshape(tensor, [time, batch])
        : tensor,
    ]),
  );
  return flat as unknown as Played;
}
