import * as fc from 'fast-check';

/**
 * Decisions of a generator, taken from a list of numbers. fast-check shrinks the list, and small numbers and short
 * lists (which go on with zeros) make the simplest decisions, so whatever is generated shrinks as well.
 */
export class Choices {
  private used = 0;

  constructor(private readonly numbers: readonly number[]) {}

  /** A number from 0 to `count - 1`. */
  below(count: number): number {
    return (this.numbers[this.used++] ?? 0) % count;
  }

  of<T>(options: readonly T[]): T {
    return options[this.below(options.length)]!;
  }

  /** True once in `count` times, and never when shrunk. */
  oneIn(count: number): boolean {
    return this.below(count) === count - 1;
  }

  shuffled<T>(items: readonly T[]): T[] {
    const rest = [...items];
    return items.map(() => rest.splice(this.below(rest.length), 1)[0]!);
  }
}

export const choices = (length: number): fc.Arbitrary<Choices> =>
  fc
    .array(fc.nat({ max: 0xffff }), { maxLength: length, size: 'max' })
    .map((numbers) => new Choices(numbers));
