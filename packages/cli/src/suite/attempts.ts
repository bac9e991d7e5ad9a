/** What the kept one of several networks got, and how many others were trained. */
export interface Kept<Scores> {
  readonly scores: Scores;
  readonly restarts: number;
}

export interface AttemptsOptions<Scores> {
  /** How often another network may be trained. */
  readonly restarts: number;
  /** How good a network is on what it was trained on: nothing else may decide. */
  readonly trained: (scores: Scores) => number;
  /** A network that is as good as that is kept. */
  readonly enough: number;
}

/**
 * Trains one network after the other until one has learned what it was trained on, and keeps the best of them.
 *
 * @param attempt trains the network of an index, from 0 on; undefined if it was interrupted
 * @returns undefined if one was interrupted
 */
export async function attempts<Scores>(
  attempt: (index: number) => Promise<Scores | undefined>,
  { restarts, trained, enough }: AttemptsOptions<Scores>,
): Promise<Kept<Scores> | undefined> {
  let best = await attempt(0);
  let taken = 0;
  while (best !== undefined && taken < restarts && trained(best) < enough) {
    taken++;
    const scores = await attempt(taken);
    if (scores === undefined) return undefined;
    if (trained(scores) > trained(best)) best = scores;
  }
  return best === undefined ? undefined : { scores: best, restarts: taken };
}
