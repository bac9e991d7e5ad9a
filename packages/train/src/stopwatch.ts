/** Sums up the time that is spent in steps, and not between them. */
export class Stopwatch {
  private total = 0;
  private lapStart = 0;
  private laps = 0;

  /** @param clock milliseconds since some moment. */
  constructor(private readonly clock: () => number) {}

  /** Seconds so far. */
  get seconds(): number {
    return this.total;
  }

  /** One more step. */
  during<T>(step: () => T): T {
    const start = this.clock();
    const result = step();
    this.total += (this.clock() - start) / 1000;
    this.laps++;
    return result;
  }

  /** Waiting for what steps gave. */
  async duringAsync<T>(reading: () => Promise<T>): Promise<T> {
    const start = this.clock();
    const result = await reading();
    this.total += (this.clock() - start) / 1000;
    return result;
  }

  /** Steps and seconds since the last lap. */
  lap(): { readonly laps: number; readonly seconds: number } {
    const lap = { laps: this.laps, seconds: this.total - this.lapStart };
    this.lapStart = this.total;
    this.laps = 0;
    return lap;
  }

  /** Goes on from an earlier session. */
  restore(seconds: number): void {
    this.total = seconds;
    this.lapStart = seconds;
  }
}
