import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SuiteResults } from '../../src/suite/results.js';
import { cellsOf, runSuite } from '../../src/suite/run-suite.js';
import type { Cell, Suite } from '../../src/suite/suite.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';

/** A suite whose cells tell that they were run. */
function recording(run: (cell: Cell) => number | undefined = ({ seed }) => 10 * seed) {
  const ran: Cell[] = [];
  const suite: Suite<number> = {
    ...{
      description: 'A test.',
      source: 'nowhere',
      tasks: ['x', 'y'],
      models: ['m', 'n'],
      seeds: 2,
      steps: 5,
    },
    result: z.number(),
    run: async (cell) => {
      ran.push(cell);
      return run(cell);
    },
    summary: String,
    report: (results) => results.map(({ result }) => String(result)),
  };
  return { ran, suite };
}

const cells = cellsOf(['x', 'y'], ['m', 'n'], { low: 1, high: 2 });
const plan = { name: 'test', cells, steps: 5, engine: 'cpu', workers: 1 } as const;

/** Runs what is pending in a folder. */
async function go(folder: string, suite: Suite<number>, signal = new AbortController().signal) {
  const done: (readonly [Cell, boolean])[] = [];
  const failed: string[] = [];
  const results = new SuiteResults(folder, suite);
  await results.open('test', 5);
  const failures = await runSuite(suite, results, plan, {
    signal,
    done: ({ task, model, seed }, isNew) => done.push([{ task, model, seed }, isNew]),
    failed: ({ task, model, seed }, problem) => failed.push(`${task} ${model} ${seed}: ${problem}`),
  });
  return { done, failed, failures };
}

test('cells are tasks by models by seeds, all of a seed before the next', () => {
  expect(cells.map(({ task, model, seed }) => `${task}${model}${seed}`)).toEqual([
    'xm1',
    'xn1',
    'ym1',
    'yn1',
    'xm2',
    'xn2',
    'ym2',
    'yn2',
  ]);
});

test('every cell is run once, and what it gave is a file', () =>
  withTemporaryFolder(async (folder) => {
    const { ran, suite } = recording();
    const { done, failures } = await go(folder, suite);
    expect(ran).toEqual(cells);
    expect(done).toEqual(cells.map((cell) => [cell, true]));
    expect(failures).toBe(0);
    expect(await readFile(join(folder, 'y/n/seed-2/result.json'), 'utf8')).toBe('20\n');
    const again = recording();
    expect((await go(folder, again.suite)).done).toEqual(cells.map((cell) => [cell, false]));
    expect(again.ran).toEqual([]);
  }));

test('a cell that fails is passed over, told of, and run again next time', () =>
  withTemporaryFolder(async (folder) => {
    const failing = recording(({ task, seed }) => {
      if (task === 'x' && seed === 2) throw new RangeError('too much');
      return 1;
    });
    const { done, failed, failures } = await go(folder, failing.suite);
    expect([done.length, failures]).toEqual([6, 2]);
    expect(failed).toEqual(['x m 2: too much', 'x n 2: too much']);
    const again = recording();
    await go(folder, again.suite);
    expect(again.ran.map(({ task, seed }) => [task, seed])).toEqual([
      ['x', 2],
      ['x', 2],
    ]);
  }));

test('an interrupted cell has no result, and no other is begun', () =>
  withTemporaryFolder(async (folder) => {
    const controller = new AbortController();
    const interrupted = recording(({ task }) => {
      if (task === 'x') return 1;
      controller.abort();
      return undefined;
    });
    const { done, failures } = await go(folder, interrupted.suite, controller.signal);
    expect([done.length, failures, interrupted.ran.length]).toEqual([2, 0, 3]);
    const again = recording();
    await go(folder, again.suite);
    expect(again.ran).toEqual(cells.slice(2));
  }));

test('a folder of another suite or budget, and a damaged result, are bad input', () =>
  withTemporaryFolder(async (folder) => {
    const { suite } = recording();
    const results = new SuiteResults(folder, suite);
    await results.open('test', 5);
    await expect(results.open('test', 6)).rejects.toThrow(
      `${folder}: holds the suite 'test' with 5 steps, not 'test' with 6`,
    );
    await mkdir(join(folder, 'x/m/seed-1'), { recursive: true });
    const file = join(folder, 'x/m/seed-1/result.json');
    for (const [text, problem] of [
      ['"much"', 'expected number'],
      ['{', 'JSON'],
    ] as const) {
      await writeFile(file, text);
      await expect(results.of(cells[0])).rejects.toThrow(file);
      await expect(results.of(cells[0])).rejects.toThrow(problem);
    }
  }));
