import { join } from 'node:path';
import { paperErrors, presetNames } from '@loci/memn2n';
import type { TrainingSize } from '@loci/memn2n';
import { babiExamples } from '@loci/tasks';
import { readBabiFolder } from '@loci/tasks/node';
import type { BabiTaskStories } from '@loci/tasks/node';
import { createCrew } from '../babi/crew.js';
import type { Crew } from '../babi/crew.js';
import { BabiFolder, isSameJob } from '../babi/run-files.js';
import { BabiProgress } from '../babi/progress.js';
import type { BabiSource } from '../babi/restart.js';
import { bestOf, presetOf } from '../babi/settings.js';
import type { BabiJob, BabiResult, BabiSettings } from '../babi/settings.js';
import { babiTable, failedOf } from '../babi/table-text.js';
import { exitCodes } from '../exit-codes.js';
import { Interruption } from '../interruption.js';
import type { Console } from '../output/console.js';
import { mean } from '../output/mean.js';
import { knownName } from '../suggest.js';
import type { BabiFlags } from './babi-options.js';

/** `loci babi <folder>`. @returns the exit code */
export async function babiCommand(
  folder: string,
  flags: BabiFlags,
  command: string,
  console: Console,
): Promise<number> {
  const source: BabiSource = { folder, ...(flags.size && { size: flags.size === '1k' ? 'en' : 'en-10k' }) };
  const wanted = { ...source, ...(flags.tasks && { tasks: flags.tasks }) };
  // All files are read before anything begins: what is wrong with one is said now.
  const there = await readBabiFolder(folder, wanted);
  const tasks = there.map(({ number }) => number);
  const settings = settingsOf(flags, sizeOf(there));
  const { joint, title } = presetOf(settings);
  const run = await BabiFolder.open(flags.out ?? join('runs', `babi-${settings.variant}`), settings, command);
  const groups = joint ? [tasks] : tasks.map((task) => [task]);
  const jobs = Array.from({ length: flags.restarts }, (_, index) =>
    groups.map((group): BabiJob => ({ tasks: group, restart: index + 1 })),
  ).flat();
  const left = jobs.filter((job) => !run.results.some((result) => isSameJob(result, job)));
  if (flags.json)
    console.printJson({ type: 'run', folder: run.path, ...settings, tasks, restarts: flags.restarts });
  else if (!flags.quiet) console.note(heading(title, tasks, run, jobs.length, left.length));

  const finished = await carryOut(left, { source, settings, run, flags, console });
  const done = jobs.flatMap((job) => run.results.filter((result) => isSameJob(result, job)).slice(0, 1));
  const best = groups.flatMap(
    (group) => bestOf(done.filter((result) => result.tasks.join() === group.join())) ?? [],
  );
  const errors = new Map(
    best.flatMap(({ tests }) => tests.map(({ task, error }) => [task, 100 * error] as const)),
  );
  if (errors.size > 0) tellTable(errors, best, { joint, settings, flags, console });
  if (finished) return exitCodes.success;
  console.note(
    `Interrupted with ${done.length} of ${jobs.length} restarts done; the same command goes on:\n  ${command}`,
  );
  return exitCodes.interrupted;
}

/** The published sizes are 1,000 and 10,000 questions a task; the paper trains longer or shorter by that. */
const sizeOf = (tasks: readonly BabiTaskStories[]): TrainingSize =>
  tasks.some(({ train }) => babiExamples(train).length > 5000) ? '10k' : '1k';

function settingsOf(flags: BabiFlags, size: TrainingSize): BabiSettings {
  const { variant, seed, encoding, epochs, linearStart } = flags;
  const wanted = flags.joint && !variant.startsWith('joint-') ? `joint-${variant}` : variant;
  const known = flags.joint ? presetNames.filter((name) => name.startsWith('joint-')) : presetNames;
  return {
    variant: knownName('variant', wanted, known),
    size,
    seed,
    linearStart,
    ...(encoding && { encoding }),
    ...(epochs !== undefined && { epochs }),
  };
}

function heading(
  title: string,
  tasks: readonly number[],
  run: BabiFolder,
  all: number,
  left: number,
): string {
  const what = `${title} on ${tasks.length === 1 ? `task ${tasks[0]}` : `${tasks.length} tasks`} of bAbI`;
  const restarts = all === 1 ? 'restart' : 'restarts';
  const begun = left === all ? `${all} ${restarts}` : `${left} of ${all} ${restarts} to go`;
  return `${what}: ${begun}; kept in ${run.path}`;
}

interface Work {
  readonly source: BabiSource;
  readonly settings: BabiSettings;
  readonly run: BabiFolder;
  readonly flags: BabiFlags;
  readonly console: Console;
}

/** Carries out jobs, as many at once as there are workers. @returns whether all of them came to their end */
async function carryOut(jobs: readonly BabiJob[], work: Work): Promise<boolean> {
  if (jobs.length === 0) return true;
  const interruption = new Interruption(work.console.broken);
  const crew = await createCrew(Math.min(work.flags.workers, jobs.length), interruption.signal);
  const progress = new BabiProgress(work.console.stderr, work.flags.quiet ?? false, jobs.length);
  const waiting = [...jobs];
  try {
    const member = async (): Promise<void> => {
      for (let job = waiting.shift(); job && !interruption.signal.aborted; job = waiting.shift()) {
        await carryOutOne(job, crew, progress, work);
      }
    };
    await Promise.all(Array.from({ length: crew.size }, member));
    return !interruption.signal.aborted;
  } finally {
    // Nothing is begun any more if one of them failed.
    waiting.length = 0;
    progress.stop();
    await crew.dispose();
    interruption.dispose();
  }
}

async function carryOutOne(
  job: BabiJob,
  crew: Crew,
  progress: BabiProgress,
  { source, settings, run, flags, console }: Work,
): Promise<void> {
  const restarted = await crew.restart({ source, settings, job }, (now) => progress.update(job, now));
  if (!restarted) return;
  const { result, network } = restarted;
  const others = run.results.filter(({ tasks }) => tasks.join() === job.tasks.join());
  await run.add(result, bestOf([...others, result]) === result ? network : undefined);
  progress.done(job);
  if (flags.json) console.printJson({ type: 'restart', ...result });
}

interface Telling {
  readonly joint: boolean;
  readonly settings: BabiSettings;
  readonly flags: BabiFlags;
  readonly console: Console;
}

function tellTable(
  errors: ReadonlyMap<number, number>,
  best: readonly BabiResult[],
  { joint, settings, flags, console }: Telling,
): void {
  const values = [...errors.values()];
  if (flags.json) {
    const paper = settings.size === '1k' ? paperErrors[settings.variant] : undefined;
    const tasks = [...errors].map(([task, error]) => ({ task, error, paper: paper?.[task - 1] }));
    console.printJson({ type: 'table', tasks, mean: mean(values), failed: failedOf(values) });
    return;
  }
  console.print(['', ...babiTable(errors, { joint }, settings), ''].join('\n'));
  for (const { task, unknownAnswers, questions } of best.flatMap(({ tests }) => tests)) {
    if (unknownAnswers === 0) continue;
    console.print(
      `  Task ${task}: ${unknownAnswers} of ${questions} test questions have an answer that the training file lacks; they count as wrong.`,
    );
  }
  console.print(`  Test errors in %; of each task the restart with the lowest training error.`);
}
