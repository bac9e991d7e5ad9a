import type { RandomStream } from '@loci/random';
import { checkInteger } from '../options/check.js';
import type { IntegerRange } from '../options/check.js';
import { drawInstance } from './draw-instance.js';

/** One episode of a task that is played: what is on the input surface, and what is to be written. */
export interface EpisodeInstance {
  /** Rows of symbols in [1, symbols], 0 for a blank cell; rows may be of different length. */
  readonly surface: readonly (readonly number[])[];
  /** Where the input head starts: [row, column]. */
  readonly start: readonly [row: number, column: number];
  /** The symbols to write, in their order. */
  readonly target: readonly number[];
  /** The steps that the shortest solution takes, at least as many as there are symbols to write. */
  readonly shortest: number;
}

/** A batch of episodes, padded with 0; arrays are in row-major order. */
export interface EpisodeBatch {
  /** [batch, rows, columns] */
  readonly surface: { readonly values: Int32Array; readonly shape: readonly [number, number, number] };
  /** [batch, 2]: row and column. */
  readonly start: { readonly values: Float32Array; readonly shape: readonly [number, number] };
  /** [batch, longest target] */
  readonly targets: { readonly values: Int32Array; readonly shape: readonly [number, number] };
  /** [batch, 1]: symbols to write. */
  readonly outputs: { readonly values: Float32Array; readonly shape: readonly [number, number] };
  /** [batch, 1]: steps to do it in. */
  readonly steps: { readonly values: Float32Array; readonly shape: readonly [number, number] };
  /** Steps of the longest episode that there is room for. */
  readonly time: number;
}

/**
 * A task that is played step by step: an input head moves over a surface, symbols are written one after the other. As
 * data, like `Task`; `sample` is pure but for the random stream.
 */
export interface EpisodeTask {
  readonly name: string;
  /** One or two sentences. */
  readonly description: string;
  /** Paper and section. */
  readonly source: string;
  /** Different symbols there are. */
  readonly symbols: number;
  /** How the symbols 1 to `symbols` are drawn, one character each. */
  readonly glyphs: string;
  /** Where the input head can go in a step: cells [down, right]. */
  readonly moves: readonly (readonly [down: number, right: number])[];
  /** Levels trained on: both ends included. */
  readonly train: IntegerRange;
  /** Levels for the evaluation table. */
  readonly test: readonly number[];
  /** The range of levels that `sample` takes at all. */
  readonly levels: IntegerRange;
  /** The most that an episode of a level takes. */
  extent(level: number): EpisodeExtent;
  instance(random: RandomStream, level: number): EpisodeInstance;
  sample(random: RandomStream, options: EpisodeSampleOptions): EpisodeBatch;
  /** A small episode drawn as text. */
  example(random: RandomStream): string;
}

export interface EpisodeSampleOptions {
  /** The level of each episode in the batch. */
  readonly levels: readonly number[];
  /**
   * The level whose extent the arrays have, >= all levels: batches of many levels then come in few shapes.
   * @defaultValue the highest level
   */
  readonly room?: number;
}

/** Sizes of the arrays of a batch. */
export interface EpisodeExtent {
  readonly rows: number;
  readonly columns: number;
  readonly outputs: number;
  /** Steps of the shortest solution. */
  readonly shortest: number;
}

const EXAMPLE_LEVEL = 5;

/** Steps beyond the shortest solution that most tasks have: holding back may be wrong now and then. */
const usualSlack = (level: number): number => 1 + Math.ceil(level / 2);

/** What a task is made of. */
interface EpisodeDefinition extends Omit<EpisodeTask, 'sample' | 'levels' | 'example'> {
  /** Steps that an episode has beyond its shortest solution, before the end is forced. @defaultValue `1 + level / 2`, rounded up */
  slack?(level: number): number;
}

/** A task from the drawing of one episode: it checks what is asked for and pads batches. */
export function episodeTask({ slack = usualSlack, ...definition }: EpisodeDefinition): EpisodeTask {
  const levels = { low: 1, high: 1000 };
  return {
    ...definition,
    levels,
    /** @throws RangeError that names what is out of range. */
    sample(random, { levels: wanted, room }) {
      if (wanted.length === 0) throw new RangeError('levels must have one for each episode, got none');
      wanted.forEach((level) => checkInteger(`level of ${definition.name}`, level, levels));
      const highest = Math.max(...wanted);
      if (room !== undefined) checkInteger('room', room, { low: highest, high: levels.high });
      const instances = wanted.map((level) => definition.instance(random, level));
      const most = room ?? highest;
      const { shortest, ...extent } = definition.extent(most);
      return batchOf(instances, wanted.map(slack), { ...extent, time: shortest + slack(most) });
    },
    example: (random) => drawInstance(definition, EXAMPLE_LEVEL, definition.instance(random, EXAMPLE_LEVEL)),
  };
}

function batchOf(
  instances: readonly EpisodeInstance[],
  slack: readonly number[],
  { rows, columns, outputs, time }: Omit<EpisodeExtent, 'shortest'> & Pick<EpisodeBatch, 'time'>,
): EpisodeBatch {
  const batch = instances.length;
  const surface = new Int32Array(batch * rows * columns);
  const targets = new Int32Array(batch * outputs);
  instances.forEach((instance, index) => {
    instance.surface.forEach((row, down) => surface.set(row, (index * rows + down) * columns));
    targets.set(instance.target, index * outputs);
  });
  const column = (of: (instance: EpisodeInstance, index: number) => number) => ({
    values: Float32Array.from(instances, of),
    shape: [batch, 1] as const,
  });
  return {
    surface: { values: surface, shape: [batch, rows, columns] },
    start: { values: Float32Array.from(instances.flatMap(({ start }) => start)), shape: [batch, 2] },
    targets: { values: targets, shape: [batch, outputs] },
    outputs: column(({ target }) => target.length),
    steps: column(({ shortest }, index) => shortest + slack[index]),
    time,
  };
}
