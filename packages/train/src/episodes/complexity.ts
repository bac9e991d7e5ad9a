import type { RandomStream } from '@loci/random';
import { z } from 'zod';

/**
 * The curriculum over complexity (Zaremba and Sutskever 2014, arXiv 1410.4615; 2015, arXiv 1505.00521, section 7.2): most
 * batches are at the highest level that is reached or a little above it, some at all levels below, and a few anywhere.
 */
export interface ComplexityCurriculum {
  readonly low: number;
  readonly high: number;
  /** The share of batches of any level in [low, high]. @defaultValue 0.1 */
  readonly anywhere?: number | undefined;
  /** The share of batches of any level up to the reached one plus e. @defaultValue 0.25 */
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
    anywhere: z.number().min(0).max(1).optional(),
    below: z.number().min(0).max(1).optional(),
    mistakes: z.number().gt(0).lt(1).optional(),
    apart: z.int().min(1).optional(),
  })
  .refine(({ low, high }) => low <= high, { error: 'must have low <= high' })
  .refine(({ anywhere = 0.1, below = 0.25 }) => anywhere + below <= 1, {
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
    this.level = curriculum.low;
  }

  /** A level for the next batch; e is geometric: 0 with probability 1/2, 1 with 1/4, and so on. */
  draw(random: RandomStream): number {
    const { low, high, anywhere = 0.1, below = 0.25 } = this.curriculum;
    const kind = random.uniform();
    let beyond = 0;
    while (random.bernoulli()) beyond++;
    const top = Math.min(high, this.level + beyond);
    if (kind < anywhere) return random.integer(low, high);
    return kind < anywhere + below ? random.integer(low, top) : top;
  }

  /** Tells how a batch went: the share of its episodes with a mistake. */
  observe(level: number, mistakes: number): void {
    const { high, mistakes: few = 0.2, apart = 10 } = this.curriculum;
    this.since++;
    if (level < this.level || level > this.level + 1) return;
    this.mistakes += SMOOTHING * (mistakes - this.mistakes);
    if (this.level >= high || this.mistakes >= few || this.since < apart) return;
    this.level++;
    this.mistakes = 1;
    this.since = 0;
  }
}
