import { join } from 'node:path';
import { FailedError, UsageError } from '../errors.js';
import { exitCodes } from '../exit-codes.js';
import { Interruption } from '../interruption.js';
import type { Console } from '../output/console.js';
import { count } from '../output/format.js';
import { SuiteResults } from '../suite/results.js';
import { cellsOf, runSuite } from '../suite/run-suite.js';
import type { Cell, CellResult, Suite } from '../suite/suite.js';
import { suites } from '../suite/suites.js';
import { parentGone } from '../suite/worker.js';
import { knownName } from '../suggest.js';
import type { SuiteFlags } from './suite-options.js';
import type { Json } from '@loci/train';

/** `loci suite <name>`. @returns the exit code */
export async function suiteCommand(
  name: string,
  flags: SuiteFlags,
  command: string,
  console: Console,
): Promise<number> {
  const suite = suites[knownName('suite', name, Object.keys(suites))];
  const { steps = suite.steps, engine, workers, out = join('suites', name) } = flags;
  const cells = cellsFor(suite, flags);
  const results = new SuiteResults(out, suite);
  await results.open(name, steps);
  const interruption = new Interruption(AbortSignal.any([console.broken, parentGone()]));
  const collected: CellResult<Json>[] = [];
  if (!flags.quiet)
    console.note(`Cells ${count(cells.length)}, steps of a run ${count(steps)}; kept in ${out}`);
  try {
    const failures = await runSuite(
      suite,
      results,
      { name, cells, steps, engine, workers },
      {
        signal: interruption.signal,
        done(result, isNew) {
          collected.push(result);
          if (!isNew || flags.quiet) return;
          const standing = `${collected.length} of ${cells.length}`;
          console.note(`${titleOf(result)}: ${suite.summary(result.result)} (${standing})`);
        },
        failed: (cell, problem) => console.note(`${titleOf(cell)}: failed: ${problem}`),
      },
    );
    if (interruption.signal.aborted) {
      console.note(`Interrupted. To go on:\n  ${command}`);
      return exitCodes.interrupted;
    }
    show(suite, collected, flags, console);
    if (failures > 0) throw new FailedError(`${failures} of ${cells.length} runs failed`);
    return exitCodes.success;
  } finally {
    interruption.dispose();
  }
}

function cellsFor(suite: Suite, flags: SuiteFlags): readonly Cell[] {
  const { seeds = { low: 1, high: suite.seeds } } = flags;
  if (seeds.low < 0) throw new UsageError(`--seeds must be >= 0, got ${seeds.low}`);
  return cellsOf(
    (flags.tasks ?? suite.tasks).map((task) => knownName('task of the suite', task, suite.tasks)),
    (flags.models ?? suite.models).map((model) => knownName('model of the suite', model, suite.models)),
    seeds,
  );
}

function show(suite: Suite, results: readonly CellResult<Json>[], flags: SuiteFlags, console: Console): void {
  if (flags.json) for (const result of results) console.printJson({ type: 'result', ...result });
  else console.print(suite.report(results).join('\n'));
}

const titleOf = ({ task, model, seed }: Cell): string => `${task}, ${model}, seed ${seed}`;
