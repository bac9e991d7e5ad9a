import { jit } from '@loci/jit';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { grade, MemN2N, storyTensors } from '../src/index.js';
import { few, numbered } from './support/questions.js';

beforeAll(useTestBackend);

const largestDifference = (a: tf.Tensor, b: tf.Tensor): number =>
  tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]);

it('gives the same compiled as it is', () => {
  const made = new MemN2N({ width: 4, hops: 2, places: 5, words: 7, sentenceWords: 4, seed: 2 });
  const stories = storyTensors(made, numbered(few));
  const gradients = (batch: typeof stories): tf.Tensor[] =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(
        () => grade(made.answer(batch), batch).loss,
        Object.values(made.variables),
      );
      return [value, ...Object.values(made.variables).map(({ name }) => grads[name])];
    });
  const compiled = jit(gradients, { fallback: 'error' });
  const [plain, fast] = [gradients(stories), compiled(stories)];
  expect(plain).toHaveLength(4);
  plain.forEach((tensor, i) => expect(largestDifference(fast[i], tensor)).toBeLessThan(1e-6));
  tf.dispose([plain, fast, stories]);
  compiled.dispose();
  made.dispose();
});
