import { RunFileError } from '@loci/train';
import type { Checkpoint } from '@loci/train';
import type { RunFolder } from '@loci/train/node';
import { UsageError } from '../errors.js';

/** Which checkpoint: the last, the one that evaluated best while the run went on, or that of a step. */
export type CheckpointChoice = 'best' | 'last' | number;

export interface ChosenCheckpoint {
  readonly step: number;
  readonly checkpoint: Checkpoint;
}

/** @throws UsageError, RunFileError if there is no such checkpoint, or it is damaged. */
export async function chooseCheckpoint(
  store: RunFolder,
  choice: CheckpointChoice,
): Promise<ChosenCheckpoint> {
  const steps = await store.steps();
  const last = steps.at(-1);
  if (last === undefined) throw new UsageError(`${store.name}: has no checkpoint yet`);
  if (typeof choice === 'number' && !steps.includes(choice)) {
    throw new UsageError(`${store.name}: has no checkpoint of step ${choice}; there are ${steps.join(', ')}`);
  }
  const step = typeof choice === 'number' ? choice : last;
  const checkpoint = await load(store, step, steps);
  const best = checkpoint.evaluations.best?.step;
  if (choice !== 'best' || best === undefined || best === step || !steps.includes(best))
    return { step, checkpoint };
  return { step: best, checkpoint: await load(store, best, steps) };
}

async function load(store: RunFolder, step: number, steps: readonly number[]): Promise<Checkpoint> {
  try {
    return await store.load(step);
  } catch (error) {
    const others = steps.filter((other) => other !== step);
    if (!(error instanceof RunFileError) || others.length === 0) throw error;
    throw new UsageError(`${error.message} (--checkpoint takes another: ${others.join(', ')})`, {
      cause: error,
    });
  }
}
