/**
 * Programs for the tasks that are hardest to solve: they see what a machine sees, remember a few symbols, and write what is
 * wanted in as many steps as the tasks say that it takes.
 */
import { RandomStream } from '@loci/random';
import fc from 'fast-check';
import { sortingTape, ternaryAddition } from '../src/index.js';
import type { EpisodeTask } from '../src/index.js';
import { playProgram } from './support/tape-machine.js';
import type { TapeProgram } from './support/tape-machine.js';

/** Goes over the tape again and again; remembers the letter that it writes and the next one it has seen. */
function sorting({ symbols: end }: EpisodeTask): TapeProgram {
  let direction: -1 | 1 = 1;
  let current = 0;
  let next = end;
  return (seen) => {
    const isLetter = seen !== 0 && seen !== end;
    if (isLetter && seen > current) next = Math.min(next, seen);
    if (isLetter) return { move: direction, ...(seen === current && { write: seen }) };
    if (next === end) return { move: 0, write: end };
    [current, next] = [next, end];
    direction = direction === 1 ? -1 : 1;
    return { move: direction };
  };
}

/** Lays the first number in the memory; the digit of a symbol is one less. */
function addition({ symbols: end }: EpisodeTask): TapeProgram {
  const plus = end - 1;
  let phase: 'first' | 'second' | 'sum' = 'first';
  let carry = 0;
  return (seen, stored) => {
    if (phase === 'first') {
      if (seen !== plus) return { move: 1, memoryMove: 1, store: seen };
      phase = 'second';
      return { move: 1 };
    }
    if (phase === 'second') {
      if (seen !== end) return { move: 1 };
      phase = 'sum';
      return { move: -1, memoryMove: -1 };
    }
    if (seen !== plus) {
      const sum = seen - 1 + (stored - 1) + carry;
      carry = Math.floor(sum / 3);
      return { move: -1, memoryMove: -1, write: (sum % 3) + 1 };
    }
    const write = carry === 1 ? 2 : end;
    carry = 0;
    return { move: 0, write };
  };
}

test.each([
  ['sorting', sortingTape(), sorting],
  // Letters that come again and again.
  ['sorting of few letters', sortingTape({ symbols: 6 }), sorting],
  ['ternary addition', ternaryAddition(), addition],
] as const)('a program for %s takes as many steps as the task says', (_, task, program) => {
  const longest = new Map<number, number>();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.nat({ max: 10_000 }), (level, seed) => {
      const instance = task.instance(RandomStream.fromSeed(seed), level);
      const { written, steps } = playProgram(program(task), instance);
      expect(written).toEqual(instance.target);
      expect(steps).toBe(instance.shortest);
      longest.set(level, Math.max(longest.get(level) ?? 0, steps));
    }),
    { seed: 1, numRuns: 300 },
  );
  // There is room for the longest, and no more.
  for (const [level, steps] of longest) expect(task.extent(level).shortest).toBe(steps);
});
