/** Ends with exit code 0 if tfjs-node can be loaded and computes. */
const tf = require('./require.cjs');

const product = tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0];
if (tf.getBackend() !== 'tensorflow' || product !== 11) {
  throw new Error(`the backend ${tf.getBackend()} says that 1 * 3 + 2 * 4 is ${product}`);
}
