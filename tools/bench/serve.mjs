/**
 * One training step of a Neural Turing Machine on copy, timed on request (see contender.mjs):
 * `node serve.mjs <engine> <batch> <length> <places> <threads>`. The same sizes and the same work as in tools/peers.
 */
import { engines } from '@loci/cli';
import { unroll } from '@loci/controllers';
import { jit } from '@loci/jit';
import { NTM } from '@loci/ntm';
import { RandomStream } from '@loci/random';
import { clip, crossEntropy, gravesRMSProp, Optimizer, updateRule } from '@loci/train';
import * as tf from '@tensorflow/tfjs';
import { answerRequests } from './answer-requests.mjs';

const [engine, ...sizes] = process.argv.slice(2);
const [batch, length, places, threads] = sizes.map(Number);
const BITS = 8;
/** The bits, a start delimiter, an end delimiter. */
const CHANNELS = BITS + 2;
const started = await engines[engine].start();
const compile = threads > 1 ? (fn) => jit(fn, { threads, fallback: 'error' }) : started;

/** Start delimiter, the vectors, end delimiter, then silence while they are answered. */
function copyBatch() {
  const random = RandomStream.fromSeed(1);
  const time = 2 * length + 2;
  const inputs = new Float32Array(time * batch * CHANNELS);
  const answers = new Float32Array(length * batch * BITS);
  for (let b = 0; b < batch; b++) {
    inputs[b * CHANNELS + BITS] = 1;
    inputs[((length + 1) * batch + b) * CHANNELS + BITS + 1] = 1;
    for (let t = 0; t < length; t++) {
      for (let bit = 0; bit < BITS; bit++) {
        const value = random.integer(0, 1);
        answers[(t * batch + b) * BITS + bit] = value;
        inputs[((t + 1) * batch + b) * CHANNELS + bit] = value;
      }
    }
  }
  return {
    inputs: tf.tensor3d(inputs, [time, batch, CHANNELS]),
    answers: tf.tensor3d(answers, [length, batch, BITS]),
  };
}

const model = new NTM({ inputSize: CHANNELS, outputSize: BITS, places, seed: 1 });
const optimizer = new Optimizer(updateRule(gravesRMSProp), model.variables);
const mask = /** @type {tf.Tensor2D} */ (tf.ones([length, batch]));
const rate = tf.scalar(1e-4);

const step = compile((inputs, targets) =>
  tf.tidy(() => {
    const { value, grads } = tf.variableGrads(() => {
      const logits = tf.slice(unroll(model, inputs).outputs, [length + 2, 0, 0]);
      return tf.div(crossEntropy('bits', logits, { targets, mask }), batch);
    }, Object.values(model.variables));
    const gradients = Object.entries(model.variables).map(([name, variable]) => [name, grads[variable.name]]);
    optimizer.step(clip(Object.fromEntries(gradients), { value: 10 }), rate);
    return value;
  }),
);

const { inputs, answers } = copyBatch();

const about = {
  engine,
  version: tf.version_core,
  batch,
  length,
  steps: 2 * length + 2,
  places,
  /** Those that work, which are told after the first steps. */
  get threads() {
    const working = threads > 1 ? step.stats().programs[0].threads : 1;
    if (working !== threads) throw new Error(`${threads} threads were asked for, ${working} work`);
    return working;
  },
};
await answerRequests(about, () => step(inputs, answers));
