import * as tf from '@tensorflow/tfjs';
import type { StepResult } from './step.js';

/** What a step gave, read back. */
export interface Loss {
  /** What was minimized, in nats. */
  readonly loss: number;
  /** Cross-entropy in bits a sequence. */
  readonly bits: number;
}

export const meanLoss = (losses: readonly Loss[]): Loss => {
  const mean = (of: keyof Loss) => losses.reduce((sum, item) => sum + item[of], 0) / losses.length;
  return { loss: mean('loss'), bits: mean('bits') };
};

/** The losses of the last steps. New ones stay on the engine until they are read, all at once. */
export class LossWindow {
  private pending: StepResult[] = [];
  private values: readonly Loss[] = [];

  constructor(private readonly size: number) {}

  push(result: StepResult): void {
    this.pending.push(result);
  }

  /** Brings in what the steps since the last reading gave; the answer is just that. */
  async read(): Promise<readonly Loss[]> {
    if (this.pending.length === 0) return [];
    const pairs = tf.tidy(() => tf.stack(this.pending.flatMap(({ loss, bits }) => [loss, bits])));
    this.drop();
    const numbers = await pairs.data();
    pairs.dispose();
    const read = Array.from({ length: numbers.length / 2 }, (_, step) => ({
      loss: numbers[2 * step],
      bits: numbers[2 * step + 1],
    }));
    this.values = [...this.values, ...read].slice(-this.size);
    return read;
  }

  /** What was read of at most the last `size` steps, oldest first. */
  get losses(): readonly Loss[] {
    return this.values;
  }

  /** The mean bits a sequence; undefined until the window is full. */
  get average(): number | undefined {
    return this.values.length < this.size ? undefined : meanLoss(this.values).bits;
  }

  /** Forgets: what was measured belongs to easier sequences. */
  clear(): void {
    this.values = [];
  }

  /** Goes on from what was read earlier. */
  restore(losses: readonly Loss[]): void {
    this.drop();
    this.values = losses;
  }

  /** Frees what was never read. */
  drop(): void {
    tf.dispose(this.pending.flatMap(({ loss, bits }) => [loss, bits]));
    this.pending = [];
  }
}
