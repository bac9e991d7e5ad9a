import fc from 'fast-check';
import { observeSuccess, rateAt, scheduleSchema, startSchedule } from '../src/schedule.js';
import type { Schedule } from '../src/schedule.js';

const rates = (schedule: Schedule, steps: readonly number[]) => {
  const state = startSchedule(schedule);
  return steps.map((step) => rateAt(schedule, state, step));
};

test('a constant rate', () => expect(rates({ rate: 0.3 }, [0, 1, 1000])).toEqual([0.3, 0.3, 0.3]));

test('warm-up climbs linearly: by hand', () => {
  expect(rates({ rate: 1, warmUp: 4 }, [0, 1, 2, 3, 4, 5])).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
});

test('warm-up may begin anew, decay does not', () => {
  const schedule: Schedule = {
    rate: 1,
    warmUp: 4,
    decay: { shape: 'linear', begin: { step: 0 }, steps: 100 },
  };
  const state = startSchedule(schedule);
  expect(rateAt(schedule, state, 50, 50)).toBeCloseTo(0.25 * 0.5, 12);
  expect(rateAt(schedule, state, 60, 50)).toBeCloseTo(0.4, 12);
});

test('linear decay: by hand', () => {
  const schedule: Schedule = { rate: 1, decay: { shape: 'linear', begin: { step: 2 }, steps: 4, to: 0.2 } };
  const expected = [1, 1, 1, 0.8, 0.6, 0.4, 0.2, 0.2];
  rates(schedule, [0, 1, 2, 3, 4, 5, 6, 7]).forEach((rate, i) => expect(rate).toBeCloseTo(expected[i], 12));
});

test('cosine decay: by hand', () => {
  const schedule: Schedule = { rate: 2, decay: { shape: 'cosine', begin: { step: 0 }, steps: 4 } };
  const expected = [2, 1 + Math.SQRT1_2, 1, 1 - Math.SQRT1_2, 0, 0];
  rates(schedule, [0, 1, 2, 3, 4, 5]).forEach((rate, i) => expect(rate).toBeCloseTo(expected[i], 12));
});

test('decay on success begins at the first success and never again', () => {
  const schedule: Schedule = { rate: 1, decay: { shape: 'linear', begin: { bits: 0.5 }, steps: 10 } };
  const start = startSchedule(schedule);
  expect(rateAt(schedule, start, 1000)).toBe(1);
  expect(observeSuccess(schedule, start, { step: 20, bits: 0.51 })).toBe(start);
  const begun = observeSuccess(schedule, start, { step: 30, bits: 0.5 });
  expect(begun).toEqual({ decayFrom: 30 });
  expect(observeSuccess(schedule, begun, { step: 40, bits: 0.1 })).toBe(begun);
  expect(rateAt(schedule, begun, 30)).toBe(1);
  expect(rateAt(schedule, begun, 35)).toBeCloseTo(0.5, 12);
  expect(rateAt(schedule, begun, 40)).toBe(0);
});

test('decay begins at a step or with success, whichever comes first', () => {
  const schedule: Schedule = {
    rate: 1,
    decay: { shape: 'linear', begin: { step: 50, bits: 0.5 }, steps: 10 },
  };
  const start = startSchedule(schedule);
  expect(rateAt(schedule, start, 55)).toBeCloseTo(0.5, 12);
  expect(observeSuccess(schedule, start, { step: 60, bits: 0.1 })).toBe(start);
  const begun = observeSuccess(schedule, start, { step: 30, bits: 0.1 });
  expect(begun).toEqual({ decayFrom: 30 });
  expect(rateAt(schedule, begun, 35)).toBeCloseTo(0.5, 12);
});

test('a rate lies between its last value and its highest, and only falls once decay began', () => {
  const schedules = fc.record({
    rate: fc.double({ min: 0.01, max: 1, noNaN: true }),
    warmUp: fc.nat(20),
    decay: fc.record({
      shape: fc.constantFrom('linear' as const, 'cosine' as const),
      begin: fc.record({ step: fc.nat(30) }),
      steps: fc.integer({ min: 1, max: 50 }),
      to: fc.constantFrom(0, 0.001),
    }),
  });
  fc.assert(
    fc.property(schedules, (schedule) => {
      const all = rates(
        schedule,
        Array.from({ length: 120 }, (_, i) => i),
      );
      const { rate, warmUp, decay } = schedule;
      all.forEach((value, step) => {
        expect(value).toBeLessThanOrEqual(rate * (1 + 1e-12));
        expect(value).toBeGreaterThanOrEqual(0);
        if (step > Math.max(warmUp, decay.begin.step))
          expect(value).toBeLessThanOrEqual(all[step - 1] + 1e-15);
        if (step >= Math.max(warmUp, decay.begin.step + decay.steps)) expect(value).toBeCloseTo(decay.to, 12);
      });
    }),
  );
});

test.each([
  { rate: 0 },
  { rate: -1 },
  { rate: Infinity },
  { rate: 1, warmUp: -1 },
  { rate: 1, decay: { shape: 'step', begin: { step: 0 }, steps: 1 } },
  { rate: 1, decay: { shape: 'linear', begin: {}, steps: 1 } },
  { rate: 1, decay: { shape: 'linear', begin: { step: 0 }, steps: 0 } },
])('%j is no schedule', (schedule) => expect(scheduleSchema.safeParse(schedule).success).toBe(false));
