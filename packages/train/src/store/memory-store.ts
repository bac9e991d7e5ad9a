import type { Checkpoint } from '../checkpoint/checkpoint.js';
import { RunFileError } from '../errors.js';
import type { MetricsLine } from '../metrics.js';
import type { RunRecord } from '../record.js';
import type { RunStore } from './run-store.js';

/** Keeps a run in memory, as long as the program runs. */
export class MemoryStore implements RunStore {
  readonly name = 'the memory store';
  private run: RunRecord | undefined;
  private lines: readonly MetricsLine[] = [];
  private readonly checkpoints = new Map<number, Checkpoint>();

  async record(): Promise<RunRecord | undefined> {
    return this.run;
  }

  async begin(record: RunRecord): Promise<void> {
    if (this.run) throw new RunFileError(this.name, 'exists', 'holds a run already');
    this.run = record;
  }

  async append(line: MetricsLine): Promise<void> {
    this.lines = [...this.lines, line];
  }

  async metrics(): Promise<readonly MetricsLine[]> {
    return this.lines;
  }

  async rewind(step: number): Promise<void> {
    this.lines = this.lines.filter((line) => line.step <= step);
  }

  async save(checkpoint: Checkpoint): Promise<void> {
    const { step } = checkpoint.training;
    if (this.checkpoints.has(step)) throw new RunFileError(this.where(step), 'exists', 'is there already');
    this.checkpoints.set(step, structuredClone(checkpoint));
  }

  async steps(): Promise<readonly number[]> {
    return [...this.checkpoints.keys()].sort((a, b) => a - b);
  }

  async load(step: number): Promise<Checkpoint> {
    const checkpoint = this.checkpoints.get(step);
    if (!checkpoint) throw new RunFileError(this.where(step), 'missing', 'is not there');
    return structuredClone(checkpoint);
  }

  where(step: number): string {
    return `step ${step} in memory`;
  }

  async remove(step: number): Promise<void> {
    this.checkpoints.delete(step);
  }
}
