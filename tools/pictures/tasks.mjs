/** A sequence of each of four tasks: what is shown, and what is wanted. */
import { join } from 'node:path';
import { heatmaps } from '@loci/plot';
import { RandomStream } from '@loci/random';
import { createTask } from '@loci/tasks';
import { save } from './support/save.mjs';

const seed = 1;

const shown = [
  { task: createTask('reverse', { bits: 6 }), length: 10, wanted: 'the vectors, backwards' },
  {
    task: createTask('repeat-copy', { repeats: { low: 3, high: 3 }, trainRepeats: { low: 1, high: 4 } }),
    length: 5,
    wanted: 'the vectors, three times',
  },
  { task: createTask('associative-recall'), length: 4, wanted: 'the item that came next' },
  { task: createTask('bucket-sort'), length: 11, wanted: 'the symbols, in order' },
];

/** Pixels. */
const cell = { width: 12, height: 10 };

/** Inputs and targets, one above the other. @returns {any} a part of a Vega-Lite specification */
function drawn({ task, length, wanted }) {
  const { inputs, targets, mask } = task.sample(RandomStream.fromSeed(seed), { batch: 1, length });
  const byChannel = ({ values, shape: [time, , size] }) =>
    Array.from({ length: size }, (_, channel) =>
      Array.from({ length: time }, (_, step) => values[step * size + channel]),
    );
  const blank = { steps: Array.from(mask.values, (counts) => counts === 0), label: 'does not count' };
  const panel = { yLabel: 'channel', scale: /** @type {const} */ ('unit') };
  const { specification } = heatmaps([
    { ...panel, title: `${task.name}: inputs`, values: byChannel(inputs) },
    { ...panel, title: `targets: ${wanted}`, values: byChannel(targets), blank },
  ]);
  const { vconcat } = /** @type {any} */ (specification);
  const sizes = [inputs, targets].map(({ shape: [time, , size] }) => ({
    width: time * cell.width,
    height: size * cell.height,
  }));
  return {
    vconcat: vconcat.map((part, index) => withoutColourBar({ ...part, ...sizes[index] })),
    spacing: 8,
  };
}

/** The two colours are told in words. */
function withoutColourBar({ layer: [{ encoding, ...cells }, ...others], ...part }) {
  const color = { ...encoding.color, legend: null };
  return { ...part, layer: [{ ...cells, encoding: { ...encoding, color } }, ...others] };
}

/** @param {string} folder */
export async function draw(folder) {
  const { config } = heatmaps([{ title: '-', values: [[0]], yLabel: '-' }]).specification;
  const specification = {
    title: {
      text: 'Four tasks',
      subtitle: ['yellow is 1, dark is 0, the number of repeats between them'],
      offset: 10,
    },
    concat: shown.map(drawn),
    columns: 2,
    config,
  };
  await save(join(folder, 'tasks.png'), { specification });
}
