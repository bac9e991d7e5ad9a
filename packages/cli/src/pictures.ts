/** Pictures of what a model does with a sequence: inputs, targets, outputs, and where its heads look, step by step. */
import { unroll } from '@loci/controllers';
import type { Cell } from '@loci/controllers';
import type { Picture, Rows, SequenceRecord, StackRecord } from '@loci/plot';
import { RandomStream } from '@loci/random';
import type { Sequences, Task } from '@loci/tasks';
import { writeFiles } from '@loci/train/node';
import * as tf from '@tensorflow/tfjs';
import { actionsOf, cellFor } from './run/model.js';

export interface PictureOptions {
  readonly cell: Cell;
  readonly task: Task;
  /** A picture for each. */
  readonly lengths: readonly number[];
  /** Seeds the sequences, an integer in [0, 2^32 - 1]. */
  readonly seed: number;
  /** Which run this is, for the line below the title. */
  readonly subtitle: string;
}

/**
 * Draws pictures into a folder, which is made if it is not there, each as SVG and as PNG.
 *
 * @returns the files
 * @throws RunFileError if they cannot be written.
 */
export async function drawPictures(folder: string, options: PictureOptions): Promise<readonly string[]> {
  const { cell, task, lengths, seed, subtitle } = options;
  const files: string[] = [];
  for (const length of lengths) {
    const record = recordSequence(cell, task, length, RandomStream.fromSeed(seed));
    const draw = ({ sequencePicture }: Plot) => sequencePicture({ ...record, subtitle });
    files.push(...(await writePicture(folder, `length-${length}`, draw)));
  }
  return files;
}

type Plot = typeof import('@loci/plot');

/** Writes a picture as SVG and as PNG. @returns the files @throws RunFileError if they cannot be written. */
export async function writePicture(
  folder: string,
  name: string,
  draw: (plot: Plot) => Picture,
): Promise<readonly string[]> {
  // Half a second of Vega, which training need not wait for.
  const [plot, { toPNG }] = await Promise.all([import('@loci/plot'), import('@loci/plot/node')]);
  const picture = draw(plot);
  return writeFiles(folder, {
    [`${name}.svg`]: await plot.toSVG(picture),
    [`${name}.png`]: await toPNG(picture),
  });
}

/** What heads trace, by the kind of the head: weightings `[time, batch, heads, places]`. */
const headTraces = ['read', 'write'];

const drawnTraces = [...headTraces, 'memory', 'actions', 'stacks'];

/** Runs a cell over one sequence of a length. */
export function recordSequence(cell: Cell, task: Task, length: number, random: RandomStream): SequenceRecord {
  const { inputs, targets, mask } = task.sample(random, { batch: 1, length });
  const { probabilities, ...traces } = tf.tidy(() => {
    const shownCell = cellFor(cell, task, inputs.shape[0]);
    const sequence = tf.tensor3d(inputs.values, [...inputs.shape]);
    const { outputs, traces } = unroll(shownCell, sequence, { traces: true });
    const shown = Object.entries(traces).filter(([name]) => drawnTraces.includes(name));
    return {
      ...Object.fromEntries(shown),
      probabilities: task.outputs === 'bits' ? tf.sigmoid(outputs) : tf.softmax(outputs),
    };
  }) as Readonly<Record<string, tf.Tensor>>;
  const heads = headTraces.flatMap((kind) => (traces[kind] ? weightingsOf(kind, traces[kind]) : []));
  const record: SequenceRecord = {
    task: task.name,
    length,
    inputs: rowsOf(inputs),
    targets: rowsOf(targets),
    outputs: rowsOf({ values: probabilities.dataSync(), shape: targets.shape }),
    counts: [...mask.values].map((counts) => counts === 1),
    weightings: Object.fromEntries(heads),
    ...(traces.memory && { memory: memoryOf(traces.memory) }),
    ...(traces.stacks && { stacks: stacksOf(actionsOf(cell), traces.actions, traces.stacks) }),
  };
  tf.dispose([probabilities, Object.values(traces)]);
  return record;
}

/** The only sequence of a batch as rows. */
const rowsOf = ({
  values,
  shape: [time, , size],
}: Pick<Sequences, 'shape'> & { values: ArrayLike<number> }): Rows => ({
  values,
  shape: [time, size],
});

/** The weightings of each head of a kind. */
function weightingsOf(kind: string, trace: tf.Tensor): readonly (readonly [string, Rows])[] {
  const [time, , heads, places] = trace.shape as [number, number, number, number];
  const values = trace.dataSync();
  return Array.from({ length: heads }, (_, head) => [
    heads === 1 ? kind : `${kind} ${head + 1}`,
    Array.from({ length: time }, (_, step) => {
      const start = (step * heads + head) * places;
      return values.subarray(start, start + places);
    }),
  ]);
}

/** What the memory holds after each step. */
function memoryOf(trace: tf.Tensor): readonly Rows[] {
  const [time, , places, width] = trace.shape as [number, number, number, number];
  const values = trace.dataSync();
  const size = places * width;
  return Array.from({ length: time }, (_, step) => ({
    values: values.subarray(step * size, (step + 1) * size),
    shape: [places, width],
  }));
}

/** What was done with each stack, and what it held, down to the deepest place that ever changes. */
function stacksOf(names: readonly string[], actions: tf.Tensor, stacks: tf.Tensor): readonly StackRecord[] {
  const [time, , count, places, width] = stacks.shape as [number, number, number, number, number];
  const [probabilities, contents] = [actions.dataSync(), stacks.dataSync()];
  const cell = (step: number, stack: number, place: number): number => {
    const start = ((step * count + stack) * places + place) * width;
    // A number is shown as it is, a vector as the root mean square of its components.
    return width === 1
      ? contents[start]
      : Math.hypot(...contents.subarray(start, start + width)) / Math.sqrt(width);
  };
  return Array.from({ length: count }, (_, stack) => {
    const rows = Array.from({ length: time }, (_, step) =>
      Array.from({ length: places }, (_, place) => cell(step, stack, place)),
    );
    const changes = (place: number) => rows.some((row) => row[place] !== rows[0][place]);
    const depth = 1 + rows[0].findLastIndex((_, place) => place === 0 || changes(place));
    return {
      name: count === 1 ? 'stack' : `stack ${stack + 1}`,
      actions: names,
      probabilities: Array.from({ length: time }, (_, step) => {
        const start = (step * count + stack) * names.length;
        return probabilities.subarray(start, start + names.length);
      }),
      contents: rows.map((row) => row.slice(0, depth)),
    };
  });
}
