/**
 * One training step of a Neural Turing Machine on copy, timed on request (see contender.mjs):
 * `node serve.mjs <engine> <batch> <length> <places> <threads>`. The same sizes and the same work as in tools/peers.
 */
import { createInterface } from 'node:readline';
import { engines } from '@loci/cli';
import { unroll } from '@loci/controllers';
import { NTM } from '@loci/ntm';
import { RandomStream } from '@loci/random';
import { clip, crossEntropy, gravesRMSProp, Optimizer, updateRule } from '@loci/train';
import * as tf from '@tensorflow/tfjs';

const [engine, ...sizes] = process.argv.slice(2);
const [batch, length, places, threads] = sizes.map(Number);
const BITS = 8;
/** The bits, a start delimiter, an end delimiter. */
const CHANNELS = BITS + 2;
const compile = await engines[engine].start({ threads });

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

/** Milliseconds of one step, the loss read, as users read it now and then. */
async function time() {
  const start = performance.now();
  const loss = step(inputs, answers);
  await loss.data();
  loss.dispose();
  return performance.now() - start;
}

const about = { engine, version: tf.version_core, batch, length, steps: 2 * length + 2, places, threads };
const first = await time();
// WebAssembly and JavaScript are compiled again, better, once they have run for a while.
for (let left = Math.min(20, Math.ceil(3000 / first)); left > 0; left--) await time();
const compile_ms = Math.max(0, first - (await time()));
console.log(JSON.stringify({ ...about, ready: true, compile_ms }));

for await (const line of createInterface({ input: process.stdin })) {
  const repeats = Number(/^run (\d+)$/.exec(line)?.[1]);
  const times = [];
  for (let i = 0; i < repeats; i++) times.push(await time());
  times.sort((a, b) => a - b);
  const median_ms = (times[(repeats - 1) >> 1] + times[repeats >> 1]) / 2;
  console.log(JSON.stringify({ ...about, minimum_ms: times[0], median_ms, compile_ms, repeats }));
}
process.exit(0);
