import * as tf from '@tensorflow/tfjs';

/**
 * The backend of this run of the tests: tfjs's own `cpu`, or tfjs-node's under `npm run test:tfjs-node`. Tests of numbers
 * start with `beforeAll(useTestBackend)`; those that name a backend instead are about that backend.
 */
export async function useTestBackend(): Promise<void> {
  if (process.env.LOCI_BACKEND === 'tfjs-node') {
    await import('../tfjs-node/require.cjs');
    await tf.setBackend('tensorflow');
    return;
  }
  await tf.setBackend('cpu');
  // Its first use would advertise tfjs-node in the output of each test.
  Object.assign(tf.backend(), { firstUse: false });
}
