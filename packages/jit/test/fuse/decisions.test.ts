import { Decisions } from '../../src/fuse/decisions.js';

const never = (): never => {
  throw new Error('this must not be called');
};

/** Decisions on three attempts: one that pays, one that fails, one that does not pay. */
function made(): Decisions {
  const decisions = new Decisions();
  expect(decisions.try('good', () => 5, (result) => result > 1)).toBe(5); // prettier-ignore
  expect(decisions.try('impossible', () => undefined, never)).toBeUndefined();
  expect(decisions.try('dear', () => 0, (result) => result > 1)).toBeUndefined(); // prettier-ignore
  return decisions;
}

test('decisions are followed without comparing, and without trying what was not taken, in any order', () => {
  const decisions = new Decisions(made());
  expect(decisions.try('dear', never, never)).toBeUndefined();
  expect(decisions.try('good', () => 7, never)).toBe(7);
  expect(decisions.try('impossible', never, never)).toBeUndefined();
});

test('what is new is decided', () => {
  const decisions = new Decisions(made());
  expect(decisions.try('new', () => 7, (result) => result > 1)).toBe(7); // prettier-ignore
  expect(decisions.try('worse', () => 0, (result) => result > 1)).toBeUndefined(); // prettier-ignore
});

test('what cannot be done any more is not', () => {
  const decisions = new Decisions(made());
  expect(decisions.try('good', () => undefined, never)).toBeUndefined();
  expect(new Decisions(decisions).try('good', never, never)).toBeUndefined();
});

test('decisions that were not asked for are handed on', () => {
  const third = new Decisions(new Decisions(made()));
  expect(third.try('good', () => 7, never)).toBe(7);
  expect(third.try('dear', never, never)).toBeUndefined();
});
