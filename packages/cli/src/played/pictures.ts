/** Pictures of an episode: where the heads were and what was written, step by step. */
import type { Panel } from '@loci/plot';
import { RandomStream } from '@loci/random';
import { pictureOf, play } from '@loci/rl-ntm';
import type { Played } from '@loci/rl-ntm';
import type { EpisodeTask } from '@loci/tasks';
import { episodeTensors } from '@loci/train';
import type { EpisodeTensors } from '@loci/train';
import * as tf from '@tensorflow/tfjs';
import { writePicture } from '../pictures.js';
import type { Machine } from './machine.js';
import { playedName } from './names.js';

/** An episode of a level, drawn by a seed. */
export interface EpisodeChoice {
  readonly machine: Pick<Machine, 'model'>;
  readonly task: EpisodeTask;
  readonly level: number;
  /** An integer in [0, 2^32 - 1]. */
  readonly seed: number;
}

/** Plays an episode with the most probable choices. */
async function withEpisode<Result>(
  { machine: { model }, task, level, seed }: EpisodeChoice,
  use: (episode: EpisodeTensors, played: Played) => Promise<Result>,
): Promise<Result> {
  const sample = task.sample(RandomStream.fromSeed(seed), { levels: [level] });
  const episode = episodeTensors(sample);
  const played = tf.tidy(() => ({ ...play(model, episode, tf.zeros([sample.time, 1, model.noiseSize])) }));
  try {
    return await use(episode, played);
  } finally {
    tf.dispose([Object.values(episode), Object.values(played)]);
  }
}

/** An episode as text, a line a step. */
export const episodeText = (choice: EpisodeChoice): Promise<string> =>
  withEpisode(choice, (episode, played) => pictureOf(episode, played, { glyphs: choice.task.glyphs }));

/**
 * Draws an episode of each level into a folder, which is made if it is not there, each as SVG and as PNG.
 *
 * @param options `subtitle` is the line below the title: which run this is.
 * @returns the files
 * @throws RunFileError if they cannot be written.
 */
export async function drawEpisodes(
  folder: string,
  options: Omit<EpisodeChoice, 'level'> & { readonly levels: readonly number[]; readonly subtitle: string },
): Promise<readonly string[]> {
  const { levels, subtitle, ...choice } = options;
  const files: string[] = [];
  for (const level of levels) {
    const panels = await withEpisode({ ...choice, level }, (episode, played) =>
      panelsOf(choice.task, episode, played),
    );
    const title = `${playedName(choice.task)}, level ${level}`;
    files.push(
      ...(await writePicture(folder, `level-${level}`, ({ heatmaps }) =>
        heatmaps(panels, { title, subtitle }),
      )),
    );
  }
  return files;
}

/** The panels of the only episode of a batch: input head, memory head, what is written and what is wanted. */
export async function panelsOf(
  { glyphs }: Pick<EpisodeTask, 'glyphs'>,
  { surface, targets }: EpisodeTensors,
  { going, writes, position, symbol, weighting }: Played,
): Promise<readonly Panel[]> {
  const probabilities = tf.tidy(() => tf.softmax(symbol));
  const [[cells], [wanted], goes, writing, places, symbols, weightings] = await Promise.all([
    surface.array(),
    targets.array(),
    going.array(),
    writes.array(),
    position.array(),
    probabilities.array(),
    weighting.array(),
  ]);
  probabilities.dispose();
  const time = goes.filter(([is]) => is === 1).length;
  const steps = Array.from({ length: time }, (_, step) => step);
  const silent = steps.map((step) => writing[step][0] === 0);
  const written = wanted.slice(0, time - silent.filter(Boolean).length);
  const left = [...written];
  // What is to be written at a step; 0 where nothing is written.
  const due = steps.map((step) => (silent[step] ? 0 : left.shift()!));
  const blank = { steps: silent, label: 'nothing is written' };
  const glyph = (number: number): string => (number === 0 ? '·' : glyphs[number - 1]);
  const likely = steps.map((step) => 1 + symbols[step][0].indexOf(Math.max(...symbols[step][0])));
  const shown = [...new Set([...written, ...steps.flatMap((step) => (silent[step] ? [] : [likely[step]]))])];
  const names = shown.sort((a, b) => a - b).map(glyph);
  return [
    inputHead(
      cells,
      steps.map((step) => places[step][0] as [number, number]),
      glyph,
    ),
    memoryHead(steps.map((step) => weightings[step][0][0])),
    {
      title: 'Written',
      values: shown.map((number) => steps.map((step) => symbols[step][0][number - 1])),
      ...{ yLabel: 'symbol', rowLabels: names, valueLabel: 'probability', scale: 'unit', blank },
    },
    {
      title: 'Wanted',
      values: shown.map((number) => due.map((its) => Number(its === number))),
      ...{ yLabel: 'symbol', rowLabels: names, valueLabel: 'probability', scale: 'unit', blank },
    },
  ];
}

/** Where the head is on the cells that hold a symbol or that it comes to, row after row. */
function inputHead(
  cells: readonly (readonly number[])[],
  places: readonly (readonly [row: number, column: number])[],
  glyph: (number: number) => string,
): Panel {
  const [rows, columns] = [cells.length, cells[0].length];
  const visited = (row: number, column: number) => places.some(([r, c]) => r === row && c === column);
  const shown = Array.from({ length: (rows + 2) * (columns + 2) }, (_, index) => {
    const [row, column] = [Math.floor(index / (columns + 2)) - 1, (index % (columns + 2)) - 1];
    return { row, column, symbol: cells[row]?.[column] ?? 0 };
  }).filter(({ row, column, symbol }) => symbol !== 0 || visited(row, column));
  return {
    title: 'Input head',
    values: shown.map(({ row, column }) => places.map(([r, c]) => Number(r === row && c === column))),
    yLabel: 'cell',
    rowLabels: shown.map(({ symbol }) => glyph(symbol)),
    valueLabel: 'head',
    scale: 'unit',
  };
}

/** Where the head is, counted from where it began; places are on a ring. */
function memoryHead(weightings: readonly (readonly number[])[]): Panel {
  const offsets = weightings.map((weighting) => {
    const place = weighting.indexOf(1);
    return place > weighting.length / 2 ? place - weighting.length : place;
  });
  const [low, high] = [Math.min(...offsets), Math.max(...offsets)];
  const rows = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  return {
    title: 'Memory head',
    values: rows.map((offset) => offsets.map((its) => Number(its === offset))),
    yLabel: 'place',
    rowLabels: rows.map((offset) => (offset > 0 ? `+${offset}` : String(offset))),
    valueLabel: 'head',
    scale: 'unit',
  };
}
