import type { RandomStream } from '@loci/random';
import { checkInteger } from '../options/check.js';
import { episodeTask } from './episode-task.js';
import type { EpisodeTask } from './episode-task.js';

export interface TapeTaskOptions {
  /** Different symbols, the end marker and the counts of repeat copy included, in [4, 30]. @defaultValue 30 */
  readonly symbols?: number;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ*';

/** The letters come first, then the counts 2 and 3, then the end marker. */
const NOT_LETTERS = 3;

export const back = [0, -1] as const;
export const stay = [0, 0] as const;
export const ahead = [0, 1] as const;

/** A task on letters: what is on the tape and what is wanted, without the end markers. */
export interface TapeDefinition {
  readonly name: string;
  readonly description: string;
  /** @defaultValue back, stay and ahead */
  readonly moves?: EpisodeTask['moves'];
  readonly train: EpisodeTask['train'];
  readonly test: readonly number[];
  /** As that of an episode task. */
  slack?(level: number): number;
  /** Symbols on the tape and in the target, and steps of the shortest solution: the most that a level and so many letters need. */
  size(
    level: number,
    letterCount: number,
  ): { readonly tape: number; readonly target: number; readonly shortest: number };
  /** Tape and target of some letters, without the end markers, and the steps of the shortest solution. */
  play(
    letters: readonly number[],
    random: RandomStream,
    symbolOf: (count: number) => number,
  ): { readonly tape: readonly number[]; readonly target: readonly number[]; readonly shortest: number };
}

export const tapeTask =
  ({ play, size, moves = [back, stay, ahead], ...definition }: TapeDefinition) =>
  ({ symbols = 30 }: TapeTaskOptions = {}): EpisodeTask => {
    checkInteger('symbols', symbols, { low: NOT_LETTERS + 1, high: ALPHABET.length + NOT_LETTERS });
    const letterCount = symbols - NOT_LETTERS;
    return episodeTask({
      ...definition,
      source: 'Zaremba and Sutskever 2015, arXiv 1505.00521, section 6',
      symbols,
      glyphs: `${ALPHABET.slice(0, letterCount)}23.`,
      moves,
      extent(level) {
        const { tape, target, shortest } = size(level, letterCount);
        return { rows: 1, columns: tape + 1, outputs: target + 1, shortest };
      },
      instance(random, level) {
        const letters = Array.from({ length: level }, () => random.integer(1, letterCount));
        const { tape, target, shortest } = play(letters, random, (count) => letterCount + count - 1);
        return { surface: [[...tape, symbols]], start: [0, 0], target: [...target, symbols], shortest };
      },
    });
  };
