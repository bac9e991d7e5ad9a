/**
 * One update of a Reinforce Neural Turing Machine on reverse, timed on request (see contender.mjs):
 * `node serve-rl-ntm.mjs <batch> <level> <units> <width>`. The same work as in tools/peers/rl_ntm_jax.py: a batch of whole
 * episodes, the gradient of what was chosen and written, clipping and Adam.
 */
import { engines } from '@loci/cli';
import { RandomStream } from '@loci/random';
import { reinforced, RLNTM } from '@loci/rl-ntm';
import { createEpisodeTask } from '@loci/tasks';
import { clip, episodeTensors, Optimizer, updateRule } from '@loci/train';
import * as tf from '@tensorflow/tfjs';
import { answerRequests } from './answer-requests.mjs';

const [batch, level, units, width] = process.argv.slice(2).map(Number);
const compile = await engines.jit.start();

const task = createEpisodeTask('reverse');
const { symbols, moves } = task;
const model = new RLNTM({ symbols, moves, units, width, seed: 1 });
const learner = reinforced({ model, seed: 1 });
const { variables, clip: limits } = learner.groups.model;
const optimizer = new Optimizer(updateRule({ name: 'adam' }), variables);
const rate = tf.scalar(0.01);
const entropyWeight = tf.scalar(0.5);

const step = compile(
  (/** @type {import('@loci/train').EpisodeTensors} */ episode, /** @type {tf.Tensor3D} */ noise) =>
    tf.tidy(() => {
      const named = Object.entries(variables);
      const { value, grads } = tf.variableGrads(
        () => learner.learn(episode, noise, entropyWeight).loss,
        named.map(([, variable]) => variable),
      );
      const gradients = Object.fromEntries(named.map(([name, variable]) => [name, grads[variable.name]]));
      optimizer.step(clip(gradients, limits), rate);
      return value;
    }),
);

const random = RandomStream.fromSeed(1);
const sample = task.sample(random, { levels: new Array(batch).fill(level) });
const episode = episodeTensors(sample);
const size = sample.time * batch * learner.noiseSize;
const noise = tf.tensor3d(
  Float32Array.from({ length: size }, () => random.gumbel()),
  [sample.time, batch, learner.noiseSize],
);

const about = { engine: 'jit', version: tf.version_core, batch, level, units, width };
await answerRequests(about, () => step(episode, noise));
