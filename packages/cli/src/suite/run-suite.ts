import type { Json } from '@loci/train';
import { engines } from '../engines/table.js';
import type { EngineName } from '../engines/table.js';
import { FailedError, messageOf } from '../errors.js';
import type { SuiteResults } from './results.js';
import type { Cell, CellResult, Suite } from './suite.js';
import { runInWorker } from './worker.js';

/** What of a suite is to be run, and how. */
export interface SuitePlan {
  readonly name: string;
  readonly cells: readonly Cell[];
  readonly steps: number;
  readonly engine: EngineName;
  /** Cells that are run at the same time; with more than one each has a process of its own. */
  readonly workers: number;
}

export interface SuiteRun {
  readonly signal: AbortSignal;
  /** Told each result, those that were there at the beginning first. */
  done(result: CellResult<Json>, isNew: boolean): void;
  /** Told of each cell that failed. */
  failed(cell: Cell, problem: string): void;
}

/** The cells of tasks x models x seeds, a seed of all of them before the next one: a table fills evenly. */
export const cellsOf = (
  tasks: readonly string[],
  models: readonly string[],
  { low, high }: { readonly low: number; readonly high: number },
): readonly Cell[] =>
  Array.from({ length: high - low + 1 }, (_, index) => low + index).flatMap((seed) =>
    tasks.flatMap((task) => models.map((model) => ({ task, model, seed }))),
  );

/**
 * Runs the cells that have no result yet. A cell that fails is passed over.
 *
 * @returns how many cells failed
 */
export async function runSuite<Result extends Json>(
  suite: Suite<Result>,
  results: SuiteResults<Result>,
  plan: SuitePlan,
  { signal, done, failed }: SuiteRun,
): Promise<number> {
  const pending: Cell[] = [];
  for (const cell of plan.cells) {
    const stored = await results.of(cell);
    if (stored) done(stored, false);
    else pending.push(cell);
  }
  const run = plan.workers > 1 ? inWorker(results.folder, plan) : await here(suite, results, plan);
  let failures = 0;
  const next = pending.values();
  const worker = async () => {
    for (const cell of next) {
      if (signal.aborted) return;
      try {
        await run(cell, signal);
        const result = await results.of(cell);
        if (result) done(result, true);
        else if (!signal.aborted) throw new FailedError('it gave no result');
      } catch (error) {
        failures++;
        failed(cell, messageOf(error));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(plan.workers, pending.length) }, worker));
  return failures;
}

type RunCell = (cell: Cell, signal: AbortSignal) => Promise<void>;

/** In this process, one after the other. */
async function here<Result extends Json>(
  suite: Suite<Result>,
  results: SuiteResults<Result>,
  { steps, engine }: SuitePlan,
): Promise<RunCell> {
  const compile = await engines[engine].start();
  return async (cell, signal) => {
    const folder = results.folderOf(cell);
    const result = await suite.run(cell, { steps, engine, compile, folder, signal });
    if (result !== undefined) await results.keep(cell, result);
  };
}

const inWorker =
  (folder: string, { name, steps, engine }: SuitePlan): RunCell =>
  ({ task, model, seed }, signal) => {
    const cell = ['--tasks', task, '--models', model, '--seeds', String(seed)];
    const how = ['--steps', String(steps), '--engine', engine, '--workers', '1', '--quiet'];
    return runInWorker(['suite', name, '--out', folder, ...cell, ...how], signal);
  };
