import { RandomStream } from '@loci/random';
import fc from 'fast-check';
import { curriculumSchema } from '../../src/curricula/curriculum.js';
import type { Curriculum } from '../../src/curricula/curriculum.js';
import {
  curriculumStateSchema,
  drawLength,
  fitsCurriculum,
  isComplete,
  lengthsOf,
  observeLengths,
  startCurriculum,
} from '../../src/curricula/draw.js';

const three = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((drawn) => drawn.sort((a, b) => a - b));
const simple: fc.Arbitrary<Curriculum> = fc.oneof(
  three.map(([low, high]) => ({ kind: 'uniform' as const, low, high })),
  fc
    .tuple(three, fc.integer({ min: 1, max: 40 }))
    .map(([[low, from, to], steps]) => ({ kind: 'growing' as const, low, from, to, steps })),
  fc
    .tuple(three, fc.integer({ min: 1, max: 5 }))
    .map(([[low, from, to], by]) => ({ kind: 'gated' as const, low, from, to, by, bits: 1 })),
);
const curricula: fc.Arbitrary<Curriculum> = fc.letrec<{ curriculum: Curriculum }>((tie) => ({
  curriculum: fc.oneof(
    { maxDepth: 3 },
    simple,
    fc
      .array(
        fc.record({ weight: fc.double({ min: 0.1, max: 9, noNaN: true }), curriculum: tie('curriculum') }),
        {
          minLength: 1,
          maxLength: 3,
        },
      )
      .map((parts) => ({ kind: 'mixture' as const, parts })),
  ),
})).curriculum;

const draws = (curriculum: Curriculum, step: number, count = 200, state = startCurriculum(curriculum)) => {
  const random = RandomStream.fromSeed(step);
  return Array.from({ length: count }, () => drawLength(curriculum, state, step, random));
};

test('every curriculum draws lengths of its range only, the same for the same seed', () => {
  fc.assert(
    fc.property(curricula, fc.nat(60), (curriculum, step) => {
      expect(curriculumSchema.safeParse(curriculum).success).toBe(true);
      const { low, high } = lengthsOf(curriculum);
      const drawn = draws(curriculum, step, 30);
      for (const length of drawn)
        expect(length >= low && length <= high && Number.isInteger(length)).toBe(true);
      expect(draws(curriculum, step, 30)).toEqual(drawn);
    }),
  );
});

test('what a curriculum remembers survives JSON, fits itself, and goes on alike', () => {
  fc.assert(
    fc.property(curricula, fc.array(fc.constantFrom(0.5, 2)), (curriculum, successes) => {
      const state = successes.reduce<ReturnType<typeof startCurriculum>>(
        (now, bits) => observeLengths(curriculum, now, bits),
        startCurriculum(curriculum),
      );
      const revived = curriculumStateSchema.parse(JSON.parse(JSON.stringify(state)));
      expect(revived).toEqual(state);
      expect(fitsCurriculum(curriculum, revived)).toBe(true);
      expect(draws(curriculum, 3, 20, revived)).toEqual(draws(curriculum, 3, 20, state));
    }),
  );
});

test('uniform draws both ends and all between alike', () => {
  const drawn = draws({ kind: 'uniform', low: 1, high: 4 }, 0, 4000);
  for (const length of [1, 2, 3, 4]) {
    // 1000 expected, deviation 27: six of them.
    expect(Math.abs(drawn.filter((item) => item === length).length - 1000)).toBeLessThan(165);
  }
});

test('growing: the maximum climbs linearly and then stays', () => {
  const growing: Curriculum = { kind: 'growing', low: 1, from: 3, to: 20, steps: 100 };
  const maxima = [0, 50, 99, 100, 1000].map((step) => Math.max(...draws(growing, step, 2000)));
  expect(maxima).toEqual([3, 11, 19, 20, 20]);
  expect([99, 100].map((step) => isComplete(growing, startCurriculum(growing), step))).toEqual([false, true]);
});

test('gated: the maximum grows by success only', () => {
  const gated: Curriculum = { kind: 'gated', low: 1, from: 2, to: 5, by: 2, bits: 0.5 };
  const start = startCurriculum(gated);
  expect(observeLengths(gated, start, 0.6)).toBe(start);
  const once = observeLengths(gated, start, 0.5);
  const twice = observeLengths(gated, once, 0.1);
  expect([start, once, twice]).toEqual([{ high: 2 }, { high: 4 }, { high: 5 }]);
  expect(observeLengths(gated, twice, 0)).toBe(twice);
  expect([start, once, twice].map((state) => isComplete(gated, state, 0))).toEqual([false, false, true]);
  expect(Math.max(...draws(gated, 0, 200, once))).toBe(4);
});

test('a mixture draws from its parts by weight', () => {
  const drawn = draws(
    {
      kind: 'mixture',
      parts: [
        { weight: 3, curriculum: { kind: 'uniform', low: 1, high: 1 } },
        { weight: 1, curriculum: { kind: 'uniform', low: 9, high: 9 } },
      ],
    },
    0,
    4000,
  );
  // 3000 expected, deviation 27: six of them.
  expect(Math.abs(drawn.filter((length) => length === 1).length - 3000)).toBeLessThan(165);
  expect(new Set(drawn)).toEqual(new Set([1, 9]));
});

test('a state of another curriculum does not fit', () => {
  const uniform: Curriculum = { kind: 'uniform', low: 1, high: 2 };
  const gated: Curriculum = { kind: 'gated', low: 1, from: 1, to: 2, bits: 1 };
  const mixture: Curriculum = { kind: 'mixture', parts: [{ weight: 1, curriculum: gated }] };
  expect(fitsCurriculum(uniform, { high: 2 })).toBe(false);
  expect(fitsCurriculum(gated, null)).toBe(false);
  expect(fitsCurriculum(gated, [])).toBe(false);
  expect(fitsCurriculum(mixture, null)).toBe(false);
  expect(fitsCurriculum(mixture, [])).toBe(false);
  expect(fitsCurriculum(mixture, [null])).toBe(false);
  expect(fitsCurriculum(mixture, [{ high: 1 }])).toBe(true);
});

test.each([
  { kind: 'uniform', low: 3, high: 2 },
  { kind: 'uniform', low: -1, high: 2 },
  { kind: 'uniform', low: 1.5, high: 2 },
  { kind: 'growing', low: 1, from: 5, to: 4, steps: 10 },
  { kind: 'growing', low: 1, from: 1, to: 4, steps: 0 },
  { kind: 'gated', low: 1, from: 0, to: 4, bits: 1 },
  { kind: 'mixture', parts: [] },
  { kind: 'mixture', parts: [{ weight: 0, curriculum: { kind: 'uniform', low: 1, high: 1 } }] },
  { kind: 'random' },
  null,
])('%j is no curriculum', (value) => expect(curriculumSchema.safeParse(value).success).toBe(false));
