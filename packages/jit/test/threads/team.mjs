/** Trains a small network by several threads of the built package; prints what comes out as JSON. */
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { jit } from '@loci/jit';
import * as tf from '@tensorflow/tfjs';

async function train(threads) {
  await tf.setBackend('cpu');
  const weights = [
    tf.variable(tf.randomNormal([6, 8], 0, 1, 'float32', 1)),
    tf.variable(tf.randomNormal([8, 3], 0, 1, 'float32', 2)),
  ];
  const optimizer = tf.train.adam(0.01);
  const step = jit(
    (x, y) =>
      optimizer.minimize(
        () => tf.losses.meanSquaredError(y, tf.matMul(tf.tanh(tf.matMul(x, weights[0])), weights[1])),
        true,
      ),
    { fallback: 'error', threads },
  );
  const losses = [];
  // Two signatures, so that programs take turns.
  for (let i = 0; i < 60; i++) {
    const batch = i % 2 === 0 ? 16 : 10;
    const x = tf.randomNormal([batch, 6], 0, 1, 'float32', 3 + i);
    const loss = step(x, tf.slice(x, [0, 0], [batch, 3]));
    losses.push(loss.dataSync()[0]);
    tf.dispose([x, loss]);
  }
  const trained = weights.flatMap((weight) => [...weight.dataSync()]);
  step.dispose();
  return { losses, trained };
}

if (isMainThread) {
  const results = { one: await train(1), two: await train(2), again: await train(2), three: await train(3) };
  const worker = new Worker(new URL(import.meta.url));
  results.inWorker = await new Promise((resolve, reject) =>
    worker.on('message', resolve).on('error', reject),
  );
  console.log(JSON.stringify(results));
} else {
  parentPort.postMessage(await train(2));
}
