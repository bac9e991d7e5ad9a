import * as tf from '@tensorflow/tfjs';

/**
 * The backend of this run of the tests: tfjs's own `cpu`, or tfjs-node's under `npm run test:tfjs-node`. Tests of numbers
 * start with `beforeAll(useTestBackend)`; those that name a backend instead are about that backend.
 */
export async function useTestBackend(): Promise<void> {
  tf.env().set('IS_TEST', true); // no advertisement of tfjs-node in the output of each test
  const native = process.env.LOCI_BACKEND === 'tfjs-node';
  if (native) await import('../tfjs-node/require.cjs');
  await tf.setBackend(native ? 'tensorflow' : 'cpu');
}
