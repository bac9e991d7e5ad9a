/**
 * The tasks on a grid of W. Zaremba, T. Mikolov, A. Joulin, R. Fergus (2015), "Learning Simple Algorithms from Examples",
 * arXiv 1511.07275, section 4. The head moves up and down too. Numbers are written from their last digit on.
 */
import type { RandomStream } from '@loci/random';
import { episodeTask } from './episode-task.js';
import type { EpisodeInstance, EpisodeTask } from './episode-task.js';
import { carried, digitsOf, symbolsOf } from './numbers.js';

const source = 'Zaremba, Mikolov, Joulin and Fergus 2015, arXiv 1511.07275, section 4';

const directions = { left: [0, -1], right: [0, 1], up: [-1, 0], down: [1, 0] } as const;
const moves: EpisodeTask['moves'] = [[0, 0], ...Object.values(directions)];

const arithmetic = (
  definition: Pick<EpisodeTask, 'name' | 'description' | 'train' | 'test' | 'extent'> & {
    instance(random: RandomStream, level: number): Omit<EpisodeInstance, 'shortest'>;
  },
): EpisodeTask =>
  episodeTask({
    ...definition,
    source,
    symbols: 10,
    glyphs: '0123456789',
    moves,
    instance(random, level) {
      const instance = definition.instance(random, level);
      const { outputs, shortest } = definition.extent(level);
      // Every cell is seen once; a last carry takes a step more.
      return { ...instance, shortest: shortest - (outputs - instance.target.length) };
    },
  });

const addition = (name: string, description: string, numbers: number) => (): EpisodeTask =>
  arithmetic({
    name,
    description,
    train: { low: 1, high: 8 },
    test: [8, 16, 32],
    extent: (level) => ({ rows: numbers, columns: level, outputs: level + 1, shortest: numbers * level + 1 }),
    instance(random, level) {
      const rows = Array.from({ length: numbers }, () => digitsOf(random, level));
      return {
        surface: rows.map(symbolsOf),
        start: [0, level - 1],
        target: symbolsOf(carried(rows)),
      };
    },
  });

/** Addition: two numbers of as many digits as the level says, one below the other. */
export const additionGrid = addition('addition', 'Add two numbers, digit by digit from the right.', 2);

/** As addition, with three numbers. */
export const threeAdditionGrid = addition(
  'three-addition',
  'Add three numbers, digit by digit from the right.',
  3,
);

/** Multiplication of a number by the digit that stands below its last one, where the head starts. */
export const multiplicationGrid = (): EpisodeTask =>
  arithmetic({
    name: 'multiplication',
    description: 'Multiply a number by a single digit, digit by digit from the right.',
    train: { low: 1, high: 8 },
    test: [8, 16, 32],
    extent: (level) => ({ rows: 2, columns: level, outputs: level + 1, shortest: level + 2 }),
    instance(random, level) {
      const number = digitsOf(random, level);
      const factor = random.integer(2, 9);
      return {
        surface: [symbolsOf(number), [...Array<number>(level - 1).fill(0), factor + 1]],
        start: [1, level - 1],
        target: symbolsOf(carried([number], { factor })),
      };
    },
  });

const LETTERS = 'ABCDE';
const arrows = Object.keys(directions) as (keyof typeof directions)[];

/** Letters between two arrows, except before the end of the way. */
const STRETCH = { low: 2, high: 4 };

/** Walk: letters stand along a way through the grid; at each turn an arrow says where it goes on. */
export const walkGrid = (): EpisodeTask =>
  episodeTask({
    name: 'walk',
    description: 'Follow the arrows, and write the letters on the way.',
    source,
    symbols: LETTERS.length + arrows.length,
    glyphs: `${LETTERS}<>^v`,
    moves,
    train: { low: 3, high: 10 },
    test: [10, 20, 40],
    extent(level) {
      // Every second stretch goes the same way, so that neither side holds more than all letters and arrows.
      const turns = Math.ceil(level / STRETCH.low);
      return { rows: level + turns, columns: level + turns, outputs: level, shortest: level + turns };
    },
    instance: walk,
  });

/** A way that alternates between one horizontal and one vertical direction, so that it never meets itself. */
function walk(random: RandomStream, level: number): EpisodeInstance {
  const across = random.bernoulli() ? 'left' : 'right';
  const along = random.bernoulli() ? 'up' : 'down';
  let next = random.bernoulli();
  let place: readonly [number, number] = [0, 0];
  const way: { readonly place: readonly [number, number]; readonly symbol: number }[] = [];
  const target: number[] = [];
  while (target.length < level) {
    const direction = next ? across : along;
    next = !next;
    const [down, right] = directions[direction];
    const put = (symbol: number): void => {
      way.push({ place, symbol });
      place = [place[0] + down, place[1] + right];
    };
    put(LETTERS.length + 1 + arrows.indexOf(direction));
    const letters = Math.min(level - target.length, random.integer(STRETCH.low, STRETCH.high));
    for (let letter = 0; letter < letters; letter++) {
      const symbol = random.integer(1, LETTERS.length);
      target.push(symbol);
      put(symbol);
    }
  }
  const low = [0, 1].map((axis) => Math.min(...way.map(({ place }) => place[axis])));
  const high = [0, 1].map((axis) => Math.max(...way.map(({ place }) => place[axis])));
  const surface = Array.from({ length: high[0] - low[0] + 1 }, () =>
    Array<number>(high[1] - low[1] + 1).fill(0),
  );
  for (const { place, symbol } of way) surface[place[0] - low[0]][place[1] - low[1]] = symbol;
  return { surface, start: [-low[0], -low[1]], target, shortest: way.length };
}
