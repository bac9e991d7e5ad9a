import { Decisions, Undecided } from '../../src/fuse/decisions.js';

const never = (): never => {
  throw new Error('this must not be called');
};

/** Decisions on three attempts: one that pays, one that fails, one that does not pay. */
function made(): Decisions {
  const decisions = new Decisions();
  expect(decisions.try(() => 5, (result) => result > 1)).toBe(5); // prettier-ignore
  expect(decisions.try(() => undefined, never)).toBeUndefined();
  expect(decisions.try(() => 0, (result) => result > 1)).toBeUndefined(); // prettier-ignore
  return decisions;
}

test('what pays is taken', () => expect(made().isComplete).toBe(true));

test('decisions are followed without comparing, and without trying what was not taken', () => {
  const decisions = new Decisions(made());
  expect(decisions.try(() => 7, never)).toBe(7);
  expect(decisions.try(never, never)).toBeUndefined();
  expect(decisions.isComplete).toBe(false);
  expect(decisions.try(never, never)).toBeUndefined();
  expect(decisions.isComplete).toBe(true);
});

test('followed decisions can be followed again', () => {
  const second = new Decisions(made());
  for (let i = 0; i < 3; i++) second.try(() => i, never);
  const third = new Decisions(second);
  expect([0, 1, 2].map((i) => third.try(() => i, never))).toEqual([0, undefined, undefined]);
  expect(third.isComplete).toBe(true);
});

test.each<[string, (decisions: Decisions) => unknown]>([
  ['what cannot be done where it was', (decisions) => decisions.try(() => undefined, never)],
  [
    'more attempts',
    (decisions) => {
      for (let i = 0; i < 4; i++) decisions.try(() => i, never);
    },
  ],
])('%s is no such graph', (_, attempt) => {
  expect(() => attempt(new Decisions(made()))).toThrow(Undecided);
});
