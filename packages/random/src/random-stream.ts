import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** The whole state of a stream: four 32-bit integers, fit for JSON. */
export type RandomState = readonly number[];

/** Draws thrown away after seeding: neighbouring seeds start with states that share most of their bits. */
const WARM_UP = 32;

/**
 * A seeded stream of random numbers. The same seed gives the same numbers on every machine, and a stream that is
 * restored from its {@link state} goes on exactly where it was.
 *
 * @example
 * const random = RandomStream.fromSeed(7);
 * random.integer(1, 6);
 */
export class RandomStream {
  private constructor(private readonly generator: ReturnType<typeof xoroshiro128plus>) {}

  /** @param seed an integer in [-2^31, 2^32 - 1]; seeds that differ by 2^32 are the same 32 bits. */
  static fromSeed(seed: number): RandomStream {
    if (!Number.isInteger(seed) || seed < -(2 ** 31) || seed > 2 ** 32 - 1) {
      throw new RangeError(`seed must be an integer in [-2147483648, 4294967295], got ${seed}`);
    }
    const generator = xoroshiro128plus(seed | 0);
    for (let draw = 0; draw < WARM_UP; draw++) generator.next();
    return new RandomStream(generator);
  }

  /** @param state what {@link state} returned earlier. */
  static fromState(state: RandomState): RandomStream {
    if (state.length !== 4 || !state.every((word) => Number.isInteger(word) && word === (word | 0))) {
      throw new RangeError(`a random state is four 32-bit integers, got ${JSON.stringify(state)}`);
    }
    return new RandomStream(xoroshiro128plusFromState(state));
  }

  /** The state to hand to {@link fromState}. */
  get state(): RandomState {
    return [...this.generator.getState()];
  }

  /** A real number in [low, high), by default in [0, 1). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * uniformFloat64(this.generator);
  }

  /** An integer in [low, high], both included. */
  integer(low: number, high: number): number {
    if (!Number.isInteger(low) || !Number.isInteger(high) || low > high) {
      throw new RangeError(`integer(low, high) needs integers with low <= high, got ${low} and ${high}`);
    }
    return uniformInt(this.generator, low, high);
  }

  /** A draw from the normal distribution (Box and Muller 1958; the second value of the pair is not kept). */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** A draw from the standard Gumbel distribution; the argmax of logits plus such noise samples their softmax. */
  gumbel(): number {
    return -Math.log(-Math.log(this.uniform(Number.EPSILON, 1)));
  }

  /** True with the given probability. */
  bernoulli(probability = 0.5): boolean {
    return this.uniform() < probability;
  }

  /** A new array with the items in random order (Fisher and Yates). */
  shuffle<Item>(items: readonly Item[]): Item[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const chosen = this.integer(0, last);
      [shuffled[last], shuffled[chosen]] = [shuffled[chosen], shuffled[last]];
    }
    return shuffled;
  }

  /** A new stream, seeded by this one: independent parts of a run each take their own. */
  split(): RandomStream {
    return RandomStream.fromSeed(this.integer(0, 2 ** 32 - 1));
  }
}
