import { RandomStream } from '@loci/random';
import { reverseTape } from '@loci/tasks';
import { episodeTensors, learnerVariables } from '@loci/train';
import * as tf from '@tensorflow/tfjs';
import { checkGradients, checkWholeModel } from '../../jit/test/models/whole-model.js';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { RLNTM, reinforced } from '../src/index.js';
import type { Episode } from '../src/index.js';
import { gumbel, scatter } from './support/episodes.js';

beforeAll(useTestBackend);

const task = reverseTape({ symbols: 6 });
const LEVELS = [1, 2, 2, 1];

describe.each([
  ['running', 'direct-access', checkWholeModel, ['BatchMatMul', 'Sum']],
  ['network', 'paths', checkGradients, ['Multiply']],
] as const)('baseline %s, controller %s', (baseline, controller, check, kernels) => {
  const { symbols, moves } = task;
  const create = () => new RLNTM({ symbols, moves, controller, units: 5, width: 4, seed: 1 });
  check('the RL-NTM', {
    make() {
      // Something is learned from every step, whatever was written before.
      const endsAtMistake = false;
      const learner = reinforced({
        model: create(),
        baseline,
        endsAtMistake,
        baselineUnits: 3,
        longest: 8,
        seed: 2,
      });
      const variables = learnerVariables({ groups: learner.groups });
      scatter(variables, 4);
      return {
        variables,
        memory: learner.memory,
        loss: (episode: Episode, noise: tf.Tensor3D, entropyWeight: tf.Scalar) =>
          learner.learn(episode, noise, entropyWeight).loss,
      };
    },
    inputs(): [Episode, tf.Tensor3D, tf.Scalar] {
      const random = RandomStream.fromSeed(5);
      const sample = task.sample(random, { levels: LEVELS });
      const noise = gumbel(random, [sample.time, LEVELS.length, create().noiseSize]);
      return [episodeTensors(sample), noise, tf.scalar(0.05)];
    },
    kernels,
  });
});
