import type { ProgressEvent } from '@loci/train';
import { Pace } from '../../src/output/pace.js';

const progress = (step: number, seconds: number, sequencesPerSecond: number): ProgressEvent => ({
  type: 'progress',
  step,
  sequences: 16 * step,
  loss: 0,
  bits: 0,
  averageBits: 0,
  rate: 0,
  seconds,
  sequencesPerSecond,
  secondsLeft: undefined,
});

test('the first reading counts as it is: 900 steps of 16 sequences at 160 a second take 90 seconds', () => {
  const pace = new Pace({ steps: 1000 });
  expect(pace.observe(progress(100, 10, 160))).toEqual({ sequencesPerSecond: 160, secondsLeft: 90 });
});

test('a jump is followed slowly, and in the end', () => {
  const pace = new Pace({ steps: 100_000 });
  pace.observe(progress(10, 1, 100));
  const { sequencesPerSecond } = pace.observe(progress(20, 2, 400));
  // 0.8 of 1/100 and 0.2 of 1/400 seconds a sequence
  expect(sequencesPerSecond).toBeCloseTo(1 / 0.0085, 10);
  for (let step = 30; step < 2000; step += 10) pace.observe(progress(step, 3, 400));
  expect(pace.observe(progress(2000, 3, 400)).sequencesPerSecond).toBeCloseTo(400, 3);
});

test('the sooner of the ends counts, and it is never in the past', () => {
  const pace = new Pace({ steps: 1000, seconds: 30 });
  expect(pace.observe(progress(100, 10, 160)).secondsLeft).toBe(20);
  expect(pace.observe(progress(1000, 31, 160)).secondsLeft).toBe(0);
});

test('without a rule nothing is known', () => {
  expect(new Pace({}).observe(progress(100, 10, 160)).secondsLeft).toBeUndefined();
});
