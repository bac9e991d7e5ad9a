import type { Compile } from '@loci/train';

/** What computes: a tfjs backend, and how functions of tensors are run on it. */
export interface Engine {
  /** One sentence. */
  readonly description: string;
  /**
   * Makes its tfjs backend the active one.
   *
   * @throws UsageError if it cannot be used on this machine, with what to do about it.
   */
  start(): Promise<Compile>;
}
