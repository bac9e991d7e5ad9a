import { Judge } from '../../src/recovery/judge.js';
import type { RecoverySettings } from '../../src/recovery/options.js';

/** What is said of losses that are read every ten steps, one after the other. */
function verdicts(settings: RecoverySettings, losses: readonly number[]) {
  const judge = new Judge(settings, 10);
  const said = losses.map((loss, index) => {
    // A reading of two steps: 4 + 12 predictions.
    judge.add(4 * loss, 4);
    judge.add(12 * loss, 12);
    return judge.judge(10 * (index + 1));
  });
  return { said, state: judge.state };
}

test('the loss of a reading is that of all its predictions together', () => {
  const judge = new Judge({ takeBack: { rise: 0.5 } }, 10);
  judge.add(30, 10);
  judge.add(10, 30);
  judge.judge(10);
  expect(judge.state).toMatchObject({
    first: 1,
    best: { loss: 1, step: 10 },
    unread: { bits: 0, predictions: 0 },
  });
});

test('where no prediction counts, the loss is none', () => {
  const judge = new Judge({ takeBack: { rise: 0.5 } }, 10);
  judge.add(0, 0);
  expect(judge.judge(10)).toBe('best');
});

describe('going back', () => {
  const settings = { takeBack: { rise: 0.25 } };

  test('once the loss is above the best by more than a share of the first', () => {
    // A quarter of 2 is 0.5.
    const { said, state } = verdicts(settings, [2, 1, 1.5, 1.51, 0.9]);
    expect(said).toEqual(['best', 'best', undefined, 'back', 'best']);
    expect(state.best).toEqual({ loss: 0.9, step: 50 });
  });

  test('each setback counts until the run is as good as never before', () => {
    const { said, state } = verdicts(settings, [1, 0.1, 0.9, 0.2, 0.9]);
    expect(said).toEqual(['best', 'best', 'back', undefined, 'back']);
    expect(state).toMatchObject({ setbacks: 2, best: { loss: 0.1, step: 20 } });
    expect(verdicts(settings, [1, 0.1, 0.9, 0.9, 0.1]).state.setbacks).toBe(0);
  });

  test('not for ever: after five times the loss as it is becomes the measure', () => {
    const { said, state } = verdicts(settings, [1, 0.1, 0.9, 0.9, 0.9, 0.9, 0.9, 0.8, 0.9, 0.7]);
    expect(said.slice(2)).toEqual([...Array<string>(5).fill('back'), 'best', undefined, 'best']);
    expect(state).toMatchObject({ setbacks: 0, best: { loss: 0.7, step: 100 } });
  });

  test('never without being asked for', () => {
    expect(verdicts({}, [1, 0.1, 9]).said).toEqual(['best', 'best', undefined]);
  });
});

describe('beginning anew', () => {
  const settings = { restart: { after: 25, above: 0.5, times: 2 } };

  test('at the reading after so many steps, as often as allowed', () => {
    const { said, state } = verdicts(settings, [1, 1, 0.9, 1, 1, 0.8, 1, 1, 0.7]);
    expect(said).toEqual(['best', 'best', 'anew', 'best', 'best', 'anew', 'best', 'best', 'best']);
    expect(state).toMatchObject({ restarts: 2, began: 60 });
  });

  test('not if at the best reading so much of the loss was gone', () => {
    expect(verdicts(settings, [2, 1, 1.9]).said).toEqual(['best', 'best', undefined]);
    expect(verdicts(settings, [2, 1.9, 1]).said).toEqual(['best', 'best', 'best']);
    expect(verdicts(settings, [2, 1.01, 1.9]).said).toEqual(['best', 'best', 'anew']);
  });

  test('not later', () => {
    const { said } = verdicts({ restart: { ...settings.restart, after: 20 } }, [1, 0.4, 1, 1, 1, 1]);
    expect(said).not.toContain('anew');
  });

  test('an attempt is measured by its own best, and by the first loss of the run', () => {
    const { said, state } = verdicts(settings, [2, 2, 2, 8, 0.9, 8, 8]);
    expect(said).toEqual(['best', 'best', 'anew', 'best', 'best', undefined, undefined]);
    expect(state).toMatchObject({ first: 2, best: { loss: 0.9, step: 50 } });
  });

  test('takes the setbacks with it', () => {
    const both = { ...settings, takeBack: { rise: 0.25 } };
    const { said, state } = verdicts(both, [1, 0.6, 1]);
    expect(said).toEqual(['best', 'best', 'anew']);
    expect(verdicts(both, [1, 1.3, 1.4]).state).toMatchObject({ setbacks: 0, best: null });
    expect(state.began).toBe(30);
  });
});
