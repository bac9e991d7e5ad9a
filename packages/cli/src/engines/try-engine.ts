/**
 * A process of its own that tries an engine, so that one that crashes (a native library on a processor it was not made
 * for) takes nothing with it: `node try-engine.js <name>` ends with 0 if the engine computes, else with 1 and a line
 * on standard error that says why not.
 */
import process from 'node:process';
import { messageOf } from '../errors.js';
import { knownName } from '../suggest.js';
import { loadTensorFlow } from './backend.js';
import { engineNames, engines } from './table.js';

try {
  const compile = await engines[knownName('engine', process.argv[2] ?? '', engineNames)].start();
  const tf = await loadTensorFlow();
  // 1 x 2 by 2 x 1: 1 * 3 + 2 * 4
  const product = compile((left: import('@tensorflow/tfjs').Tensor2D) =>
    tf.matMul(left, tf.tensor2d([3, 4], [2, 1])),
  );
  const [value] = await product(tf.tensor2d([1, 2], [1, 2])).data();
  if (value !== 11) throw new Error(`it computes wrongly: 1 * 3 + 2 * 4 = ${value}`);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
