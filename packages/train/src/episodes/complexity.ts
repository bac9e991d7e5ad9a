import type { RandomStream } from '@loci/random';
import { z } from 'zod';

/**
 * The curriculum over complexity (Zaremba and Sutskever 2014, arXiv 1410.4615; 2015, arXiv 1505.00521, section 7.2): each
 * episode is at the highest level that is reached or a little above it, at any level up to there, or anywhere.
 *
 * The paper has few episodes below the reached level (`anywhere: 0.1, below: 0.25`). Here most are, and the start is at
 * some levels at once: with episodes of one level a machine learns to count its steps, and what it has learned is of no
 * use at the next level.
 */
export interface ComplexityCurriculum {
  readonly low: number;
  readonly high: number;
  /** The level that it starts from, in [low, high]. @defaultValue two above `low` */
  readonly from?: number | undefined;
  /** The share of episodes of any level in [low, high]. @defaultValue 0 */
  readonly anywhere?: number | undefined;
  /** The share of episodes of any level up to the reached one plus e. @defaultValue 0.8 */
  readonly below?: number | undefined;
  /** The share of episodes with a mistake under which the level rises by one, in (0, 1). @defaultValue 0.2 */
  readonly mistakes?: number | undefined;
  /** Updates between two rises, at least, >= 1. @defaultValue 10 */
  readonly apart?: number | undefined;
}

export const complexitySchema = z
  .strictObject({
    low: z.int().min(1),
    high: z.int().min(1),
    from: z.int().min(1).optional(),
    anywhere: z.number().min(0).max(1).optional(),
    below: z.number().min(0).max(1).optional(),
    mistakes: z.number().gt(0).lt(1).optional(),
    apart: z.int().min(1).optional(),
  })
  .refine(({ low, high, from = low }) => low <= from && from <= high, {
    error: 'must have low <= from <= high',
  })
  .refine(({ anywhere = 0, below = 0.8 }) => anywhere + below <= 1, {
    error: 'must have anywhere + below <= 1',
  });

/** The weight of a batch in the running average of mistakes. */
const SMOOTHING = 0.1;

/** What the curriculum remembers. */
export interface ComplexityState {
  /** The highest level that is worked on. */
  readonly level: number;
  /** What it was when the observations were last taken over: draws are centred there. */
  readonly drawn: number;
  /** The running share of episodes with a mistake, at the highest level and the next. */
  readonly mistakes: number;
  /** Updates since the last rise. */
  readonly since: number;
}

export const complexityStateSchema: z.ZodType<ComplexityState> = z.strictObject({
  level: z.int().min(1),
  drawn: z.int().min(1),
  mistakes: z.number().min(0).max(1),
  since: z.int().min(0),
});

/** Whether it is the state of this curriculum, and not of one over lengths. */
export const isComplexityState = (state: object | null): state is ComplexityState =>
  state !== null && 'drawn' in state;

/** Where the curriculum stands: the highest level that is worked on, and how it goes there. */
export class Complexity {
  state: ComplexityState;

  constructor(private readonly curriculum: ComplexityCurriculum) {
    const { low, high, from = Math.min(low + 2, high) } = curriculum;
    this.state = { level: from, drawn: from, mistakes: 1, since: 0 };
  }

  /** A level for an episode; e is geometric: 0 with probability 1/2, 1 with 1/4, and so on. */
  draw(random: RandomStream): number {
    const { low, high, anywhere = 0, below = 0.8 } = this.curriculum;
    const kind = random.uniform();
    let beyond = 0;
    while (random.bernoulli()) beyond++;
    const top = Math.min(high, this.state.drawn + beyond);
    if (kind < anywhere) return random.integer(low, high);
    return kind < anywhere + below ? random.integer(low, top) : top;
  }

  /**
   * Tells how a batch went: the level of each episode, and whether it was without a mistake. Draws are as before until
   * this is taken over: when batches are read must not change what is drawn.
   */
  observe(levels: readonly number[], solved: ArrayLike<number>): void {
    const { high, mistakes: few = 0.2, apart = 10 } = this.curriculum;
    const { level } = this.state;
    const since = this.state.since + 1;
    const counted = levels.flatMap((its, index) =>
      its === level || its === level + 1 ? [1 - solved[index]] : [],
    );
    if (counted.length === 0) {
      this.state = { ...this.state, since };
      return;
    }
    const share = counted.reduce((sum, mistake) => sum + mistake) / counted.length;
    const mistakes = this.state.mistakes + SMOOTHING * (share - this.state.mistakes);
    const rises = level < high && mistakes < few && since >= apart;
    this.state = rises
      ? { ...this.state, level: level + 1, mistakes: 1, since: 0 }
      : { ...this.state, mistakes, since };
  }

  /** From now on draws are centred at the highest level. */
  takeOver(): void {
    this.state = { ...this.state, drawn: this.state.level };
  }
}
