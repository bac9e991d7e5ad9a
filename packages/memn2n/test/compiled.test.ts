import { RandomStream } from '@loci/random';
import { checkGradients, checkWholeModel } from '../../jit/test/models/whole-model.js';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { grade, MemN2N, storyTensors } from '../src/index.js';
import type { StoryTensors } from '../src/index.js';

beforeAll(useTestBackend);

describe.each([
  ['adjacent', checkWholeModel],
  ['layer-wise', checkGradients],
] as const)('%s', (tying, check) => {
  const sizes = { width: 6, hops: 3, places: 5, words: 9, sentenceWords: 4 };
  const create = () => new MemN2N({ ...sizes, tying, relu: tying === 'layer-wise', seed: 2 });
  check('the Memory Network', {
    make() {
      const network = create();
      return {
        variables: network.variables,
        loss: (stories: StoryTensors) => grade(network.answer(stories), stories).loss,
      };
    },
    inputs(): [StoryTensors] {
      const random = RandomStream.fromSeed(3);
      const sentence = () => Int32Array.from({ length: random.integer(1, 4) }, () => random.integer(0, 8));
      const questions = Array.from({ length: 3 }, () => ({
        facts: Array.from({ length: random.integer(1, 5) }, sentence),
        question: sentence(),
        answer: random.integer(0, 8),
      }));
      return [storyTensors(create(), questions)];
    },
    kernels: ['BatchMatMul', 'Multiply', 'Sum'],
  });
});
