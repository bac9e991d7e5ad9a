import { tapeTask } from './tape-task.js';

/**
 * The head goes over the letters and the end marker, or over the letters and beyond the first one, once to find the
 * smallest letter, and once more for each different letter: it is written, and the next one found.
 */
const overAndOver = (letters: number, different: number): number => (letters + 1) * (different + 1);

/**
 * Sorting, which the paper reports as failed: `AABC.` is wanted from `BACA.` The shortest solution is that of a machine
 * which does not remember where letters stand.
 */
export const sortingTape = tapeTask({
  name: 'sorting',
  description: 'Write the letters on the tape in the order of the alphabet.',
  train: { low: 1, high: 6 },
  test: [6, 12],
  size: (level, letterCount) => ({
    tape: level,
    target: level,
    shortest: overAndOver(level, Math.min(level, letterCount)),
  }),
  play: (letters) => ({
    tape: letters,
    target: [...letters].sort((a, b) => a - b),
    shortest: overAndOver(letters.length, new Set(letters).size),
  }),
});
