import { attempts } from '../../src/suite/attempts.js';

/** Networks that are so good at what they were trained on, and which of them were trained. */
function network(goodness: readonly (number | undefined)[]) {
  const trained: number[] = [];
  const attempt = (index: number) => {
    trained.push(index);
    const good = goodness[index];
    return Promise.resolve(good === undefined ? undefined : { good, index });
  };
  return { trained, attempt };
}

const options = { restarts: 3, trained: ({ good }: { good: number }) => good, enough: 90 };

test.each([
  ['the first one that has learned is kept', [50, 90, 100], { index: 1, restarts: 1 }],
  ['one that has learned at once has no other beside it', [95, 100], { index: 0, restarts: 0 }],
  ['of those that have not the best is kept', [50, 70, 60, 50, 100], { index: 1, restarts: 3 }],
])('%s', async (_what, goodness, { index, restarts }) => {
  const { trained, attempt } = network(goodness);
  expect(await attempts(attempt, options)).toEqual({ scores: { good: goodness[index], index }, restarts });
  expect(trained).toHaveLength(restarts + 1);
});

test.each([[[undefined]], [[50, undefined, 100]]])(
  '%j: an interrupted one ends them all',
  async (goodness) => {
    const { trained, attempt } = network(goodness);
    expect(await attempts(attempt, options)).toBeUndefined();
    expect(trained).toHaveLength(goodness.indexOf(undefined) + 1);
  },
);
