/** Thrown where a graph does not allow what was decided for another. */
export class Undecided extends Error {}

/**
 * What was tried to make a graph faster, in order, and whether it paid. Trying and comparing costs are most of the time
 * that a compilation takes. Graphs that differ in their numbers of time steps only are tried the same, so for a second
 * one the decisions for the first are followed: what did not pay is not tried again, and what did is not compared.
 */
export class Decisions {
  private readonly made: boolean[] = [];

  /** @param earlier decisions to follow */
  constructor(private readonly earlier?: Decisions) {}

  /**
   * The result of an attempt, if it succeeds and pays.
   *
   * @throws Undecided if decisions are followed that do not fit.
   */
  try<Result>(attempt: () => Result | undefined, pays: (result: Result) => boolean): Result | undefined {
    const result = this.earlier ? this.follow(this.earlier, attempt) : attempt();
    const isTaken = result !== undefined && (this.earlier !== undefined || pays(result));
    this.made.push(isTaken);
    return isTaken ? result : undefined;
  }

  /** Whether all decisions that were to be followed were. */
  get isComplete(): boolean {
    return !this.earlier || this.earlier.made.length === this.made.length;
  }

  private follow<Result>(earlier: Decisions, attempt: () => Result | undefined): Result | undefined {
    const wasTaken = earlier.made[this.made.length];
    const result = wasTaken ? attempt() : undefined;
    if (wasTaken === undefined || (wasTaken && result === undefined)) throw new Undecided();
    return result;
  }
}
