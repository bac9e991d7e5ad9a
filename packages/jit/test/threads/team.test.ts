import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { jit } from '../../src/api/jit.js';
import { expectClose } from '../support/run-graph.js';

interface Trained {
  readonly losses: number[];
  readonly trained: number[];
}

describe('the threads of the built package', () => {
  let results: Record<'one' | 'two' | 'again' | 'three' | 'inWorker', Trained>;

  beforeAll(() => {
    results = JSON.parse(
      execFileSync(process.execPath, [join(__dirname, 'team.mjs')], { encoding: 'utf8', timeout: 110_000 }),
    );
  });

  test.each(['two', 'three', 'inWorker'] as const)('compute what one thread computes: %s', (which) => {
    expectClose(results[which].losses, results.one.losses, 1e-4);
    expectClose(results[which].trained, results.one.trained, 1e-3);
    expect(results[which].losses.at(-1)).toBeLessThan(0.7 * results[which].losses[0]!);
  });

  test('give the same bits in every run', () => {
    expect(results.again).toEqual(results.two);
    expect(results.inWorker).toEqual(results.two);
  });
});

test.each([0, 1.5, -1, NaN])('%d threads are refused', (threads) => {
  expect(() => jit((x) => x, { threads })).toThrow(`threads must be an integer >= 1, got ${threads}`);
});
