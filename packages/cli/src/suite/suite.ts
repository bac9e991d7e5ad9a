/**
 * A suite is data: tasks x models x seeds, and what one of these cells is. The runner (`run-suite.ts`) takes the cells in
 * any order, keeps what each gave in a file of its own, and draws the table from these files alone.
 */
import type { Compile, Json } from '@loci/train';
import type { z } from 'zod';
import type { EngineName } from '../engines/table.js';

/** One of the runs of a suite. */
export interface Cell {
  readonly task: string;
  readonly model: string;
  readonly seed: number;
}

/** What a cell is run with. */
export interface CellContext {
  /** The steps that a run may take at most. */
  readonly steps: number;
  readonly engine: EngineName;
  readonly compile: Compile;
  /** A folder of the cell's own: what was kept in it is still there when the cell is gone on with. */
  readonly folder: string;
  /** Aborted when the cell is to end before its time. */
  readonly signal: AbortSignal;
}

/** What a cell gave. */
export type CellResult<Result> = Cell & { readonly result: Result };

/** `Result` is what is kept of a cell: plain data. */
export interface Suite<Result extends Json = Json> {
  /** One sentence. */
  readonly description: string;
  /** Paper and section. */
  readonly source: string;
  readonly tasks: readonly string[];
  readonly models: readonly string[];
  /** How many seeds, if nothing else is said: 1, 2 and so on. */
  readonly seeds: number;
  /** The steps of a run, if nothing else is said. */
  readonly steps: number;
  /** What a stored result must look like. */
  readonly result: z.ZodType<Result>;
  /**
   * Runs a cell, from its beginning or from what its folder holds; the same cell and steps give the same result.
   *
   * @returns undefined if it was interrupted
   */
  run(cell: Cell, context: CellContext): Promise<Result | undefined>;
  /** A result in a few words, for the notes on the way. */
  summary(result: Result): string;
  /** The table, from the results that are there: lines of text. */
  report(results: readonly CellResult<Result>[]): readonly string[];
}
