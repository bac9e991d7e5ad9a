import type { EpisodeInstance } from '../../src/index.js';

/** What a machine does in a step: where its heads go (cells ahead), and what it leaves in the memory cell and writes, if anything. */
interface TapeAct {
  readonly move: -1 | 0 | 1;
  readonly memoryMove?: -1 | 0 | 1;
  readonly store?: number;
  readonly write?: number;
}

/** A program: told the symbols under its heads, 0 for none, it acts; what it remembers is its own. */
export type TapeProgram = (seen: number, stored: number) => TapeAct;

/** Plays a program on a tape until all is written. @returns what it wrote, and the steps it took. */
export function playProgram(program: TapeProgram, { surface: [tape], start, target }: EpisodeInstance) {
  const memory = new Map<number, number>();
  const written: number[] = [];
  let [, place] = start;
  let cell = 0;
  let steps = 0;
  while (written.length < target.length) {
    const { move, memoryMove = 0, store, write } = program(tape[place] ?? 0, memory.get(cell) ?? 0);
    if (store !== undefined) memory.set(cell, store);
    if (write !== undefined) written.push(write);
    place += move;
    cell += memoryMove;
    steps++;
  }
  return { written, steps };
}
