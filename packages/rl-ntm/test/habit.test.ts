/** The habit against what was worked out by hand, and a fresh machine against its habit. */
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { divergence, habit } from '../src/habit.js';
import { RLNTM, play } from '../src/index.js';
import { episodeOf, gumbel } from './support/episodes.js';

beforeAll(useTestBackend);

const moves = [
  [0, -1],
  [0, 0],
  [0, 1],
] as const;

test('it goes on as before, seldom stands, and holds back', () => {
  const { before, logits } = habit({ moves, inertia: 5, holding: 2 });
  // Three moves of the input head, three of the memory head, holding back, writing.
  expect(before).toEqual([0, 0, 0, 0, 0, 1, 0, 0]);
  const chosen = tf.tensor2d([
    [0, 0, 1, 1, 0, 0, 0, 1],
    [0, 1, 0, 0, 1, 0, 1, 0],
  ]);
  expect(logits(chosen).arraySync()).toEqual([
    [0, -3, 5, 5, -3, 0, 2, 5],
    [0, -3, 0, 0, -3, 0, 7, 0],
  ]);
});

test('the divergence is that of plain loops, and none from the same distribution', () => {
  const random = RandomStream.fromSeed(1);
  const draw = () => Array.from({ length: 3 }, () => random.normal(0, 2));
  const distribution = (logits: readonly number[]) => {
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    return logits.map((logit) => Math.exp(logit) / total);
  };
  for (let i = 0; i < 20; i++) {
    const [p, q] = [draw(), draw()];
    const [ofP, ofQ] = [distribution(p), distribution(q)];
    const wanted = ofP.reduce((sum, chance, index) => sum + chance * Math.log(chance / ofQ[index]), 0);
    const of = (logits: number[]) => tf.tensor3d([[logits]]);
    expect(divergence(of(p), of(q)).arraySync()[0][0]).toBeCloseTo(wanted, 5);
    expect(divergence(of(p), of(p.map((logit) => logit + 1))).arraySync()[0][0]).toBeCloseTo(0, 5);
  }
});

test('a fresh machine acts by habit: heads walk far, and most steps hold back', () => {
  const batch = 200;
  const walked = (inertia: number): number => {
    const model = new RLNTM({ symbols: 4, moves, units: 4, width: 4, inertia, seed: 1 });
    const instance = {
      surface: [Array<number>(21).fill(1)],
      start: [0, 10],
      target: [1],
      steps: 12,
    } as const;
    const noise = gumbel(RandomStream.fromSeed(2), [8, batch, model.noiseSize]);
    const { position, divergence, writes } = play(model, episodeOf(new Array(batch).fill(instance)), noise);
    expect(tf.max(tf.abs(divergence)).arraySync()).toBeLessThan(0.01);
    // One that wrote has ended.
    const ended = tf.sum(writes).arraySync() as number;
    expect(ended).toBeGreaterThan(0);
    const far = tf.mean(tf.max(tf.abs(tf.sub(position.slice([0, 0, 1], [-1, -1, 1]), 10)), 0)).arraySync();
    model.dispose();
    return far as number;
  };
  expect(walked(3)).toBeGreaterThan(1.3 * walked(0));
});
