import * as tf from '@tensorflow/tfjs';
import { MemoryStore, train } from '../src/index.js';
import type { TrainEvent, TrainOptions } from '../src/index.js';
import { linearModel, mirror } from './support/toy.js';

beforeAll(() => tf.setBackend('cpu'));

async function all(options: TrainOptions): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of train(options)) events.push(event);
  return events;
}

test('a linear model learns the mirror task', async () => {
  const model = linearModel(mirror);
  const before = tf.memory().numTensors;
  const events = await all({
    model,
    task: mirror,
    seed: 1,
    rate: 0.1,
    stop: { steps: 200 },
    evaluate: { every: 100 },
    store: new MemoryStore(),
  });
  expect(events.at(-1)).toEqual({ type: 'finished', step: 200, reason: 'steps' });
  expect(tf.memory().numTensors).toBe(before);
});
