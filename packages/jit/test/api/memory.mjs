/** Calls compiled functions of the built package very often, and makes and drops many; prints what memory that takes. */
import { jit } from '@loci/jit';
import * as tf from '@tensorflow/tfjs';

await tf.setBackend('cpu');
const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

/** What is in use now, after everything that can be freed is. */
async function usage() {
  for (let i = 0; i < 5; i++) {
    globalThis.gc();
    await turn();
  }
  const { numTensors, numDataBuffers, numBytes } = tf.memory();
  // `external` counts the pages of WebAssembly memories.
  const { rss, external, arrayBuffers } = process.memoryUsage();
  return { numTensors, numDataBuffers, numBytes, rss, outside: external + arrayBuffers };
}

const weight = tf.variable(tf.randomNormal([20, 20], 0, 0.1, 'float32', 1));
const optimizer = tf.train.adam(1e-3);
const step = jit((x) => optimizer.minimize(() => tf.sum(tf.square(tf.matMul(x, weight))), true, [weight]), {
  fallback: 'error',
});

function call(count) {
  for (let i = 0; i < count; i++) {
    const x = tf.ones([4 + (i % 3), 20]);
    tf.dispose([x, step(x)]);
  }
}

/** Functions that nobody holds afterwards, each with constants of 400 kB and kernels of its own. */
function makeAndDrop(count) {
  for (let i = 0; i < count; i++) {
    const fn = jit((x) => tf.add(x, tf.tensor1d(Float32Array.from({ length: 100_000 }, (_, j) => i + j))), {
      fallback: 'error',
    });
    const x = tf.zeros([100_000]);
    tf.dispose([x, fn(x)]);
  }
}

// The heap of JavaScript takes some time to find its size.
call(5000);
const before = await usage();
call(10_000);
const afterCalls = await usage();
makeAndDrop(5);
await usage();
const beforeDrops = await usage();
for (let i = 0; i < 8; i++) {
  makeAndDrop(10);
  await usage();
}
const afterDrops = await usage();
console.log(JSON.stringify({ before, afterCalls, beforeDrops, afterDrops }));
