import { check } from './check.js';
import { gridOf, transposed } from './heatmaps/grid.js';
import type { Grid, Rows } from './heatmaps/grid.js';
import { heatmaps } from './heatmaps/heatmaps.js';
import type { Panel } from './heatmaps/panel.js';
import type { Boundary, Picture } from './picture.js';

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
  /** A line below the title: which run this is. */
  readonly subtitle?: string;
}

/**
 * What a model did with one sequence, step by step: inputs, targets and outputs, where each head looked, and how much each
 * place of the memory held (the root mean square of its components). Targets and outputs are shown where they count.
 *
 * @throws RangeError that names what is wrong: ragged rows, different numbers of steps, infinite values, outputs or
 *   weightings out of [0, 1].
 */
export function sequencePicture(record: SequenceRecord): Picture {
  const { task, length, inputs, targets, outputs, counts, weightings, memory, subtitle } = record;
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
