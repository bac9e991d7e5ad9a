/**
 * One training step of an End-to-End Memory Network, timed on request (see contender.mjs):
 * `node serve-memn2n.mjs <batch> <sentences> <words> <vocabulary>`. The same work as in tools/peers/memn2n_jax.py.
 */
import { engines } from '@loci/cli';
import { grade, MemN2N, storyTensors } from '@loci/memn2n';
import { RandomStream } from '@loci/random';
import { clip, Optimizer, updateRule } from '@loci/train';
import * as tf from '@tensorflow/tfjs';
import { answerRequests } from './answer-requests.mjs';

const [batch, sentences, words, vocabulary] = process.argv.slice(2).map(Number);
const compile = await engines.jit.start();

const random = RandomStream.fromSeed(1);
const sentence = () => Int32Array.from({ length: words }, () => random.integer(0, vocabulary - 1));
const questions = Array.from({ length: batch }, () => ({
  facts: Array.from({ length: sentences }, sentence),
  question: sentence(),
  answer: random.integer(0, vocabulary - 1),
}));

const network = new MemN2N({ words: vocabulary, sentenceWords: words, places: sentences, seed: 1 });
const optimizer = new Optimizer(updateRule({ name: 'sgd' }), network.variables);
const rate = tf.scalar(0.01);

const step = compile((/** @type {import('@loci/memn2n').StoryTensors} */ stories) =>
  tf.tidy(() => {
    const variables = Object.entries(network.variables);
    const { value, grads } = tf.variableGrads(
      () => grade(network.answer(stories), stories).loss,
      variables.map(([, variable]) => variable),
    );
    const gradients = Object.fromEntries(variables.map(([name, variable]) => [name, grads[variable.name]]));
    optimizer.step(clip(gradients, { variableNorm: 40 }), rate);
    return value;
  }),
);

const stories = storyTensors(network, questions);

const about = { engine: 'jit', version: tf.version_core, batch, sentences, words, vocabulary };
await answerRequests(about, () => step(stories));
