/** The three models: they differ in their memory, and in the defaults of the paper that each comes from. */
import { checkInteger } from '@loci/addressing';
import { list } from './list.js';
import { memoryCell } from './memory-cell.js';
import type { MemoryCell } from './memory-cell.js';
import type { MemoryCellOptions } from './options.js';
import { stack } from './stack.js';
import { ring } from './tape.js';

/** Defaults: `controller { kind: 'feed-forward', units: 40 }`, `memories` 10, `width` 1, `reads` 2, `put` 'sigmoid', `empty` -1. */
export interface StackRNNOptions extends MemoryCellOptions {
  /** The depth of each stack, >= reads: what is pushed deeper is lost. @defaultValue 256 */
  readonly places?: number;
  /** Whether there is a no-op beside push and pop. @defaultValue true */
  readonly noOp?: boolean;
}

/** Defaults as those of a Stack RNN, but for `memories` 5. */
export interface ListRNNOptions extends MemoryCellOptions {
  /** Cells on each side of the head, >= reads - 1. @defaultValue 256 */
  readonly places?: number;
}

/** Defaults: `controller { kind: 'rnn', units: 256, activation: 'relu' }`, `memories` 1, `width` 8, `reads` 1, `put` 'none', `empty` 0. */
export interface TapeRNNOptions extends MemoryCellOptions {
  /** Cells of each ring, >= reads and >= 2. @defaultValue 256 */
  readonly places?: number;
  /**
   * Whether the tape also jumps by the length of the input, which `forSteps` is told; without it a jump goes round the
   * ring once.
   * @defaultValue true
   */
  readonly jumps?: boolean;
}

/** The defaults of Joulin and Mikolov 2015 (arXiv 1503.01007): a network without recurrence that sees two cells. */
const paper = {
  controller: { kind: 'feed-forward', units: 40 },
  width: 1,
  put: 'sigmoid',
  empty: -1,
  entropyPenalty: 0,
  visible: false,
  rounding: false,
} as const;

/** Those of Deletang et al. 2022 (arXiv 2207.02098): vectors as cells, a recurrent network that sees one of them. */
const benchmark = {
  controller: { kind: 'rnn', units: 256, activation: 'relu' },
  memories: 1,
  width: 8,
  put: 'none',
  empty: 0,
  entropyPenalty: 0,
  visible: false,
  rounding: false,
} as const;

function checkSizes(memories: number, reads: number, places: number, leastPlaces: number): void {
  checkInteger('memories', memories, 1);
  checkInteger('reads', reads, 1);
  checkInteger('places', places, leastPlaces);
}

/**
 * The stack-augmented recurrent network of Joulin and Mikolov 2015, arXiv 1503.01007.
 *
 * @throws RangeError that names the option, the value given and the valid range.
 */
export function stackRNN(options: StackRNNOptions): MemoryCell {
  const { memories = 10, reads = 2, places = 256, noOp = true, ...rest } = options;
  checkSizes(memories, reads, places, reads);
  return memoryCell({ ...paper, ...rest, memories }, stack({ places, reads, noOp }));
}

/**
 * The list-augmented recurrent network of the same paper, section 3.3.
 *
 * @throws RangeError that names the option, the value given and the valid range.
 */
export function listRNN(options: ListRNNOptions): MemoryCell {
  const { memories = 5, reads = 2, places = 256, ...rest } = options;
  checkSizes(memories, reads, places, Math.max(1, reads - 1));
  return memoryCell({ ...paper, ...rest, memories }, list({ places, reads }));
}

/**
 * The Tape RNN of the formal-language benchmark of Deletang et al. 2022, arXiv 2207.02098.
 *
 * @throws RangeError that names the option, the value given and the valid range.
 */
export function tapeRNN(options: TapeRNNOptions): MemoryCell {
  const { memories = 1, reads = 1, places = 256, jumps = true, ...rest } = options;
  checkSizes(memories, reads, places, Math.max(2, reads));
  return memoryCell(
    { ...benchmark, ...rest, memories },
    ring({ places, reads, jump: jumps ? places : undefined }),
  );
}
