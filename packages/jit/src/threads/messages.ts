import type { Program } from '../ir/program.js';

/** What the main thread says to its workers, in order; they answer in shared memory only. */
export type Message =
  | {
      readonly kind: 'join';
      readonly memory: WebAssembly.Memory;
      readonly fma: boolean;
      /** Of the words in shared memory where the team meets (see `control`). */
      readonly address: number;
      readonly threads: number;
      /** Of the memory that this worker's kernels alone may use. */
      readonly scratch: number;
      /** This worker among the others, from 0. */
      readonly worker: number;
    }
  | { readonly kind: 'learn'; readonly id: number; readonly program: Program }
  | { readonly kind: 'run'; readonly id: number; readonly base: number }
  | { readonly kind: 'forget'; readonly id: number };

/**
 * The words of shared memory, in bytes from its address: two of the barrier, how many have learned a program, whether one
 * failed to, how many have joined; the program that is called and where its arena lies; then a word for each worker,
 * which says what it is doing (see `stand-by.ts`).
 */
export const control = {
  barrier: 0,
  learned: 8,
  failed: 12,
  joined: 16,
  program: 20,
  base: 24,
  workers: 28,
} as const;

/** Bytes of shared memory that a team takes. */
export const controlBytes = (workers: number): number => control.workers + 4 * workers;
