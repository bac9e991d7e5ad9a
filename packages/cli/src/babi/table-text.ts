import { paperErrors, preset, presetNames } from '@loci/memn2n';
import { babiTasks } from '@loci/tasks';
import { mean } from '../output/mean.js';
import { table } from '../output/table.js';
import type { Preset } from '@loci/memn2n';
import type { BabiSettings } from './settings.js';

/** Test errors in per cent by task. */
export type ErrorsByTask = ReadonlyMap<number, number>;

/** A task is failed above it, in per cent. */
const FAILED = 5;

/** The paper's columns beside which a run stands, with their heads. */
function paperColumns(
  joint: boolean,
): readonly { readonly head: string; readonly errors: readonly number[] }[] {
  const baselines = joint
    ? []
    : ([
        ['strong', 'MemNN'],
        ['lstm', 'LSTM'],
      ] as const);
  const networks = presetNames
    .filter((name) => preset(name).joint === joint)
    .map((name) => [name, preset(name).title.replace(' joint', '')] as const);
  return [...baselines, ...networks].flatMap(([name, head]) => {
    const errors = paperErrors[name];
    return errors ? [{ head, errors }] : [];
  });
}

export const failedOf = (errors: readonly number[]): number =>
  errors.filter((error) => error > FAILED).length;

/** The table in the paper's layout: its columns, then ours, over the tasks that there are results of. */
export function babiTable(
  ours: ErrorsByTask,
  { joint }: Pick<Preset, 'joint'>,
  { size }: BabiSettings,
): string[] {
  const columns = size === '1k' ? paperColumns(joint) : [];
  const tasks = [...ours.keys()].sort((a, b) => a - b);
  const all = [
    ...columns.map(({ errors }) => tasks.map((task) => errors[task - 1])),
    tasks.map((task) => ours.get(task)!),
  ];
  const title = (task: number) => `${String(task).padStart(2)}: ${babiTasks[task - 1].title}`;
  const summaries = [`mean error (%)`, `failed tasks (> ${FAILED} %)`];
  const width = Math.max(
    ...tasks.map((task) => title(task).length),
    ...summaries.map(({ length }) => length),
  );
  const rows = [
    ...tasks.map((task, row) => [title(task), ...all.map((errors) => errors[row].toFixed(1))]),
    [summaries[0], ...all.map((errors) => mean(errors).toFixed(1))],
    [summaries[1], ...all.map((errors) => String(failedOf(errors)))],
  ].map(([first, ...rest]) => [first.padEnd(width), ...rest]);
  const heads = [
    { head: 'task'.padEnd(width), unit: '' },
    ...columns.map(({ head }) => ({ head, unit: 'paper' })),
    { head: 'here', unit: 'error %' },
  ];
  const lines = table(heads, rows);
  return [...lines.slice(0, -2), '', ...lines.slice(-2)];
}
