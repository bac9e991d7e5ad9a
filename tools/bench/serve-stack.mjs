/**
 * One training step of a Stack RNN on next-symbol prediction, timed on request (see contender.mjs):
 * `node serve-stack.mjs <engine>`. The same sizes and the same work as tools/peers/stack_jax.py.
 */
import { engines } from '@loci/cli';
import { unroll } from '@loci/controllers';
import { RandomStream } from '@loci/random';
import { stackRNN } from '@loci/stack-rnn';
import { clip, crossEntropy, Optimizer, updateRule } from '@loci/train';
import * as tf from '@tensorflow/tfjs';
import { answerRequests } from './answer-requests.mjs';
import { STACK_SIZES } from './stack-sizes.mjs';

const [engine] = process.argv.slice(2);
const { batch, time, symbols, hidden, stacks, depth } = STACK_SIZES;
const compile = await engines[engine].start();

const model = stackRNN({
  ...{ inputSize: symbols, outputSize: symbols, places: depth, memories: stacks },
  controller: { kind: 'feed-forward', units: hidden },
  seed: 1,
});
const optimizer = new Optimizer(updateRule({ name: 'adam' }), model.variables);
const mask = /** @type {tf.Tensor2D} */ (tf.ones([time, batch]));
const rate = tf.scalar(1e-3);

const step = compile((inputs, targets) =>
  tf.tidy(() => {
    const { value, grads } = tf.variableGrads(() => {
      const logits = unroll(model, inputs).outputs;
      return tf.div(crossEntropy('class', logits, { targets, mask }), time * batch);
    }, Object.values(model.variables));
    const gradients = Object.entries(model.variables).map(([name, variable]) => [name, grads[variable.name]]);
    optimizer.step(clip(Object.fromEntries(gradients), { norm: 1 }), rate);
    return value;
  }),
);

const random = RandomStream.fromSeed(1);
const stream = Array.from({ length: (time + 1) * batch }, () => random.integer(0, symbols - 1));
const oneHot = (from) =>
  tf.tensor3d(
    stream.slice(from, from + time * batch).flatMap((symbol) => {
      const vector = Array(symbols).fill(0);
      vector[symbol] = 1;
      return vector;
    }),
    [time, batch, symbols],
  );
const [inputs, targets] = [oneHot(0), oneHot(batch)];
await answerRequests({ engine, version: tf.version_core, ...STACK_SIZES }, () => step(inputs, targets));
