/**
 * What was tried to make a graph faster, and whether it paid. Trying and comparing costs are most of the time that a
 * compilation takes. Graphs that differ in their numbers of time steps only are tried the same, so for a second one the
 * decisions for the first are followed: what did not pay is not tried again, and what did is not compared. Then both
 * become the same but for their numbers, too.
 */
export class Decisions {
  private readonly earlier: ReadonlyMap<string, boolean>;
  private readonly made: Map<string, boolean>;

  /** @param example whose decisions are followed where they are about the same */
  constructor(example?: Decisions) {
    this.earlier = example?.made ?? new Map<string, boolean>();
    this.made = new Map(this.earlier);
  }

  /**
   * The result of an attempt, if it succeeds and pays.
   *
   * @param subject what the attempt is about, apart from all numbers that depend on how long a sequence is
   */
  try<Result>(
    subject: string,
    attempt: () => Result | undefined,
    pays: (result: Result) => boolean,
  ): Result | undefined {
    const known = this.earlier.get(subject);
    const result = known === false ? undefined : attempt();
    const isTaken = result !== undefined && (known ?? pays(result));
    this.made.set(subject, isTaken);
    return isTaken ? result : undefined;
  }
}
