/**
 * The tasks of W. Zaremba, I. Sutskever (2015), "Reinforcement Learning Neural Turing Machines", arXiv 1505.00521, section
 * 6. The level is the complexity C, the number of letters to handle. Input and target end with an end marker.
 */
import { ahead, stay, tapeTask } from './tape-task.js';
import type { TapeDefinition } from './tape-task.js';

/** Copy: `ABC.` is wanted from `ABC.` */
export const copyTape = tapeTask({
  name: 'copy',
  description: 'Write what is on the tape.',
  train: { low: 1, high: 15 },
  test: [15, 30, 60],
  size: (level) => ({ tape: level, target: level, shortest: level + 1 }),
  play: (letters) => ({ tape: letters, target: letters, shortest: letters.length + 1 }),
});

/** Duplicated input: `ABC.` is wanted from `AAABBBCCC.` */
export const duplicatedInput = tapeTask({
  name: 'duplicated-input',
  description: 'Each letter stands on the tape three times; write it once.',
  train: { low: 1, high: 10 },
  test: [10, 20, 40],
  size: (level) => ({ tape: 3 * level, target: level, shortest: 3 * level + 1 }),
  play: (letters) => ({
    tape: letters.flatMap((letter) => [letter, letter, letter]),
    target: letters,
    shortest: 3 * letters.length + 1,
  }),
});

/** To the end marker, and back beyond the first letter. */
const thereAndBack = (level: number): number => 2 * level + 2;

/** What both ways to reverse have in common. */
const backwards: Pick<TapeDefinition, 'train' | 'test' | 'size' | 'play'> = {
  train: { low: 3, high: 15 },
  test: [15, 30, 60],
  size: (level) => ({ tape: level, target: level, shortest: thereAndBack(level) }),
  play: (letters) => ({
    tape: letters,
    target: [...letters].reverse(),
    shortest: thereAndBack(letters.length),
  }),
};

/** Reverse: `CBA.` is wanted from `ABC.` */
export const reverseTape = tapeTask({
  name: 'reverse',
  description: 'Write what is on the tape from the last letter to the first.',
  ...backwards,
});

/** Reads the count, then each time the letters and the end marker, with a way back to the count between two times. */
const thereAgain = (level: number, count: number): number => level * (2 * count - 1) + 2 * count;

/** What both ways to repeat a copy have in common. */
const repeated: Pick<TapeDefinition, 'train' | 'test' | 'size' | 'play'> = {
  train: { low: 3, high: 10 },
  test: [10, 20, 40],
  size: (level) => ({ tape: level + 1, target: 3 * level, shortest: thereAgain(level, 3) }),
  play(letters, random, symbolOf) {
    const count = random.integer(2, 3);
    return {
      tape: [symbolOf(count), ...letters],
      target: Array.from({ length: count }, () => letters).flat(),
      shortest: thereAgain(letters.length, count),
    };
  },
};

/** Repeat copy: `ABCABC.` is wanted from `2ABC.` */
export const repeatCopyTape = tapeTask({
  name: 'repeat-copy',
  description: 'Write what is on the tape two or three times, as its first symbol says.',
  ...repeated,
});

/** Forward repeat copy, which the paper reports as failed: as repeat copy, but the head cannot go back. */
export const forwardRepeatCopy = tapeTask({
  name: 'forward-repeat-copy',
  description: 'As repeat copy, but the input head moves forward only: the letters must be kept in memory.',
  moves: [stay, ahead],
  ...repeated,
  train: { low: 2, high: 10 },
  // Whoever goes some cells too far before turning, twice, is to be in time for the third repetition.
  slack: (level) => 1 + 2 * level,
});

/** Forward reverse: as reverse, but the head cannot go back. */
export const forwardReverse = tapeTask({
  name: 'forward-reverse',
  description: 'As reverse, but the input head moves forward only: the letters must be kept in memory.',
  moves: [stay, ahead],
  ...backwards,
});
