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

/** Where the curriculum stands: the highest level that is worked on, and how it goes there. */
export class Complexity {
  /** Draws are centred here. */
  level: number;
  /** The running share of episodes with a mistake, at this level and the next. */
  mistakes = 1;
  private since = 0;

  constructor(private readonly curriculum: ComplexityCurriculum) {
    const { low, high, from = Math.min(low + 2, high) } = curriculum;
    this.level = from;
  }

  /** A level for an episode; e is geometric: 0 with probability 1/2, 1 with 1/4, and so on. */
  draw(random: RandomStream): number {
    const { low, high, anywhere = 0, below = 0.8 } = this.curriculum;
    const kind = random.uniform();
    let beyond = 0;
    while (random.bernoulli()) beyond++;
    const top = Math.min(high, this.level + beyond);
    if (kind < anywhere) return random.integer(low, high);
    return kind < anywhere + below ? random.integer(low, top) : top;
  }

  /** Tells how a batch went: the level of each episode, and whether it was without a mistake. */
  observe(levels: readonly number[], solved: ArrayLike<number>): void {
    const { high, mistakes: few = 0.2, apart = 10 } = this.curriculum;
    this.since++;
    const counted = levels.flatMap((level, index) =>
      level === this.level || level === this.level + 1 ? [1 - solved[index]] : [],
    );
    if (counted.length === 0) return;
    const mistakes = counted.reduce((sum, mistake) => sum + mistake) / counted.length;
    this.mistakes += SMOOTHING * (mistakes - this.mistakes);
    if (this.level >= high || this.mistakes >= few || this.since < apart) return;
    this.level++;
    this.mistakes = 1;
    this.since = 0;
  }
}
