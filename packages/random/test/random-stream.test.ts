import fc from 'fast-check';
import { RandomStream } from '../src/index.js';

const seeds = fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 });
const draw = (random: RandomStream, count: number) => Array.from({ length: count }, () => random.uniform());

describe('RandomStream', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(draw(RandomStream.fromSeed(seed), 8)).toEqual(draw(RandomStream.fromSeed(seed), 8));
        const neighbour = seed === 2 ** 32 - 1 ? seed - 1 : seed + 1;
        expect(draw(RandomStream.fromSeed(seed), 8)).not.toEqual(draw(RandomStream.fromSeed(neighbour), 8));
      }),
    );
  });

  it('goes on exactly where a saved state was, through JSON', () => {
    fc.assert(
      fc.property(seeds, fc.nat(50), (seed, skipped) => {
        const random = RandomStream.fromSeed(seed);
        draw(random, skipped);
        random.normal();
        const restored = RandomStream.fromState(JSON.parse(JSON.stringify(random.state)));
        expect(draw(restored, 8)).toEqual(draw(random, 8));
      }),
    );
  });

  it('draws integers over the whole range, both ends included', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = RandomStream.fromSeed(seed);
        const seen = new Set(Array.from({ length: 400 }, () => random.integer(1, 6)));
        expect([...seen].sort()).toEqual([1, 2, 3, 4, 5, 6]);
      }),
    );
  });

  it('has the moments of its distributions', () => {
    const random = RandomStream.fromSeed(1);
    const moments = (values: number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length];
    };
    const many = (sample: () => number) => moments(Array.from({ length: 100_000 }, sample));
    // Standard errors of the means are below 0.005 at 100,000 draws: 0.03 leaves six of them.
    const expectMoments = ([mean, variance]: number[], wantedMean: number, wantedVariance: number) => {
      expect(Math.abs(mean - wantedMean)).toBeLessThan(0.03);
      expect(Math.abs(variance - wantedVariance)).toBeLessThan(0.06);
    };
    expectMoments(
      many(() => random.uniform()),
      0.5,
      1 / 12,
    );
    expectMoments(
      many(() => random.normal(2, 1)),
      2,
      1,
    );
    expectMoments(
      many(() => random.gumbel()),
      0.5772,
      Math.PI ** 2 / 6,
    );
    expectMoments(
      many(() => Number(random.bernoulli(0.3))),
      0.3,
      0.21,
    );
  });

  it('starts neighbouring seeds far apart', () => {
    const first = Array.from({ length: 1000 }, (_, seed) => RandomStream.fromSeed(seed).uniform());
    const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
    const between = first.slice(1).map((value, index) => (value - mean) * (first[index] - mean));
    const correlation = between.reduce((sum, value) => sum + value, 0) / between.length / (1 / 12);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(correlation)).toBeLessThan(0.15);
  });

  it('shuffles without losing an item, and splits into other streams', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer(), { minLength: 1 }), (seed, items) => {
        const random = RandomStream.fromSeed(seed);
        expect([...random.shuffle(items)].sort()).toEqual([...items].sort());
        expect(draw(random.split(), 4)).not.toEqual(draw(random.split(), 4));
      }),
    );
  });

  it('names a wrong seed, state or range', () => {
    expect(() => RandomStream.fromSeed(1.5)).toThrow(
      'seed must be an integer in [-2147483648, 4294967295], got 1.5',
    );
    expect(() => RandomStream.fromState([1, 2])).toThrow('four 32-bit integers, got [1,2]');
    expect(() => RandomStream.fromSeed(0).integer(3, 2)).toThrow('low <= high, got 3 and 2');
  });
});
