import { RandomStream } from '@loci/random';
import { Complexity } from '../../src/episodes/complexity.js';

test('draws are at the level or above, up to it, and anywhere, in the shares that are asked for', () => {
  const complexity = new Complexity({ low: 1, high: 20, anywhere: 0.1, below: 0.25 });
  complexity.state = { ...complexity.state, drawn: 10 };
  const random = RandomStream.fromSeed(1);
  const drawn = Array.from({ length: 20_000 }, () => complexity.draw(random));
  const share = (holds: (level: number) => boolean) => drawn.filter(holds).length / drawn.length;
  // 65 % are at 10 + e with P(e) = 2^-(e + 1); 25 % are uniform in [1, 10 + e]; 10 % are uniform in [1, 20].
  const sum = (term: (e: number) => number) =>
    Array.from({ length: 40 }, (_, e) => 2 ** -(e + 1) * term(e)).reduce((a, b) => a + b);
  const exactly10 = 0.65 / 2 + 0.25 * sum((e) => 1 / Math.min(20, 10 + e)) + 0.1 / 20;
  const below10 = 0.25 * sum((e) => 9 / Math.min(20, 10 + e)) + (0.1 * 9) / 20;
  // Five standard deviations of a share of 20,000 are at most 0.018.
  expect(Math.abs(share((level) => level === 10) - exactly10)).toBeLessThan(0.018);
  expect(Math.abs(share((level) => level < 10) - below10)).toBeLessThan(0.018);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(20);
});

test('the level rises when few episodes at it have a mistake, not too soon, and no further than the highest', () => {
  const complexity = new Complexity({ low: 2, high: 4, from: 2, mistakes: 0.3, apart: 20 });
  const reached: number[] = [];
  for (let update = 0; update < 100; update++) {
    complexity.observe([complexity.state.level], [1]);
    reached.push(complexity.state.level);
  }
  // 0.9^12 < 0.3 <= 0.9^11, so that the updates between two rises decide.
  expect(reached.indexOf(3)).toBe(19);
  expect(reached.indexOf(4)).toBe(39);
  expect(reached.at(-1)).toBe(4);
});

test('other levels say nothing of it', () => {
  const complexity = new Complexity({ low: 2, high: 9, from: 2, apart: 1 });
  for (let update = 0; update < 100; update++) complexity.observe([1, 4], [1, 1]);
  expect(complexity.state.level).toBe(2);
  expect(complexity.state.mistakes).toBe(1);
});

test('mistakes keep it where it is', () => {
  const complexity = new Complexity({ low: 1, high: 9, mistakes: 0.2, apart: 1 });
  const levels = [3, 4, 3, 4, 1];
  for (let update = 0; update < 100; update++) complexity.observe(levels, [1, 0, 1, 1, 1]);
  expect(complexity.state.level).toBe(3);
  expect(complexity.state.mistakes).toBeCloseTo(0.25, 3);
});

test('it starts two levels above the lowest, where there are so many', () => {
  expect(new Complexity({ low: 3, high: 9 }).state.level).toBe(5);
  expect(new Complexity({ low: 3, high: 4 }).state.level).toBe(4);
  expect(new Complexity({ low: 3, high: 9, from: 3 }).state.level).toBe(3);
});

test('what was observed moves the draws once it is taken over, and not before', () => {
  const complexity = new Complexity({ low: 1, high: 9, from: 1, below: 0, mistakes: 0.5, apart: 1 });
  const lowest = () => {
    const random = RandomStream.fromSeed(1);
    return Math.min(...Array.from({ length: 200 }, () => complexity.draw(random)));
  };
  while (complexity.state.level < 3) complexity.observe([complexity.state.level], [1]);
  expect(lowest()).toBe(1);
  complexity.takeOver();
  expect(lowest()).toBe(3);
});
