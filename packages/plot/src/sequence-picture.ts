import { check } from './check.js';
import { gridOf, transposed } from './heatmaps/grid.js';
import type { Grid, Rows } from './heatmaps/grid.js';
import { heatmaps } from './heatmaps/heatmaps.js';
import type { Panel } from './heatmaps/panel.js';
import type { Boundary, Picture } from './picture.js';

/** What was done with a stack, a list or a tape, and what it held. */
export interface StackRecord {
  /** 'stack 1' */
  readonly name: string;
  /** The actions by name: 'push', 'pop'. */
  readonly actions: readonly string[];
  /** Their probabilities, in this order: [time, actions] in [0, 1]. */
  readonly probabilities: Rows;
  /** What the places held after each step, the top first, a number for each: [time, places]. */
  readonly contents: Rows;
}

/** A sequence and what a model did with it. */
export interface SequenceRecord {
  /** The name of the task. */
  readonly task: string;
  /** In the task's own sense: vectors to copy, items to recall. */
  readonly length: number;
  /** [time, inputSize]: a row a step, as everything over time. */
  readonly inputs: Rows;
  /** [time, outputSize] */
  readonly targets: Rows;
  /** Probabilities: [time, outputSize]. */
  readonly outputs: Rows;
  /** Whether the target of a step counts: [time]. */
  readonly counts: readonly boolean[];
  /** Where each head looked, by its name ('read', 'write 2') in the order to be shown: [time, places] in [0, 1]. */
  readonly weightings: Readonly<Record<string, Rows>>;
  /** What the places held after each step: [time][places, width]. */
  readonly memory?: readonly Rows[];
  /** Memories whose heads stand still, in the order to be shown. */
  readonly stacks?: readonly StackRecord[];
  /** A line below the title: which run this is. */
  readonly subtitle?: string;
}

/**
 * What a model did with one sequence, step by step: inputs, targets and outputs, where each head looked, how much each
 * place of the memory held (the root mean square of its components), and what was done with each stack and what it held. Targets and outputs are shown where they count.
 *
 * @throws RangeError that names what is wrong: ragged rows, different numbers of steps, infinite values, outputs or
 *   weightings out of [0, 1].
 */
export function sequencePicture(record: SequenceRecord): Picture {
  const { task, length, inputs, targets, outputs, counts, weightings, memory, subtitle } = record;
  const { stacks = [] } = record;
  const time = counts.length;
  const overTime = (parameter: string, rows: Rows) => {
    const grid = gridOf(parameter, rows);
    check(grid.rows === time, `${parameter} must have a row for each of ${time} counts, got ${grid.rows}`);
    return asRows(transposed(grid));
  };
  const blank = { steps: counts.map((each) => !each), label: 'does not count' };
  const panels: Panel[] = [
    { title: 'Inputs', values: overTime('inputs', inputs), yLabel: 'channel' },
    { title: 'Targets', values: overTime('targets', targets), yLabel: 'channel', blank },
    { title: 'Outputs', values: overTime('outputs', outputs), yLabel: 'channel', blank, scale: 'unit' },
    ...Object.entries(weightings).map(([head, weighting]): Panel => ({
      title: `Weighting: ${head}`,
      values: overTime(`weightings['${head}']`, weighting),
      yLabel: 'place',
      valueLabel: 'weight',
      scale: 'unit',
    })),
  ];
  if (memory) {
    const values = overTime(
      'memory',
      memory.map((step, index) => fullness(gridOf(`memory[${index}]`, step))),
    );
    panels.push({
      title: 'Memory: how much each place holds',
      values,
      yLabel: 'place',
      valueLabel: 'RMS',
      scale: 'positive',
    });
  }
  for (const [index, stack] of stacks.entries()) {
    panels.push(
      {
        title: `Actions: ${stack.name}`,
        values: overTime(`stacks[${index}].probabilities`, stack.probabilities),
        yLabel: 'action',
        rowLabels: stack.actions,
        valueLabel: 'probability',
        scale: 'unit',
      },
      {
        title: `Contents: ${stack.name}`,
        values: overTime(`stacks[${index}].contents`, stack.contents),
        yLabel: 'place',
      },
    );
  }
  return heatmaps(panels, {
    title: `${task}, length ${length}`,
    boundaries: beginnings(counts),
    ...(subtitle === undefined ? {} : { subtitle }),
  });
}

const asRows = ({ rows, columns, values }: Grid): Rows => ({ values, shape: [rows, columns] });

/** The root mean square of each row. */
const fullness = ({ rows, columns, values }: Grid): readonly number[] =>
  Array.from(
    { length: rows },
    (_, row) => Math.hypot(...values.subarray(row * columns, (row + 1) * columns)) / Math.sqrt(columns),
  );

/** More lines than this would hide what they are to explain; the grey of targets and outputs says the same. */
const mostBoundaries = 4;

/** Where targets begin to count after some that do not. */
function beginnings(counts: readonly boolean[]): readonly Boundary[] {
  const steps = counts.flatMap((count, step) => (count && step > 0 && !counts[step - 1] ? [step + 1] : []));
  if (steps.length > mostBoundaries) return [];
  return steps.map((at) => ({ at, label: 'from here on targets count' }));
}
