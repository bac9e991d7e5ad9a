import { train } from '../../src/train.js';
import type { Checkpoint } from '../../src/checkpoint/checkpoint.js';
import type { MetricsLine } from '../../src/metrics.js';
import type { RunStore } from '../../src/store/run-store.js';
import type { TrainEvent, TrainOptions } from '../../src/index.js';

/** All events of a run. */
export async function eventsOf(options: TrainOptions): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of train(options)) events.push(event);
  return events;
}

/** The events of one type. */
export const only = <Type extends TrainEvent['type']>(type: Type, events: readonly TrainEvent[]) =>
  events.filter((event): event is Extract<TrainEvent, { type: Type }> => event.type === type);

/** What a store holds in the end that does not depend on the clock: the last checkpoint and all metrics. */
export async function outcomeOf(store: RunStore): Promise<unknown> {
  const step = (await store.steps()).at(-1);
  if (step === undefined) throw new Error('the run has no checkpoint');
  return { checkpoint: timeless(await store.load(step)), metrics: (await store.metrics()).map(timelessLine) };
}

const timeless = (checkpoint: Checkpoint): Checkpoint => ({
  ...checkpoint,
  training: { ...checkpoint.training, seconds: 0 },
});

const timelessLine = (line: MetricsLine): MetricsLine => {
  if (line.type === 'progress') return { ...line, seconds: 0, sequencesPerSecond: 0, secondsLeft: 0 };
  return line.type === 'episode-progress'
    ? { ...line, seconds: 0, episodesPerSecond: 0, secondsLeft: 0 }
    : line;
};
