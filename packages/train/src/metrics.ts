import { z } from 'zod';
import type { EpisodeProgressEvent, LevelEvaluationEvent } from './episodes/events.js';
import type { EvaluationEvent, ProgressEvent, RecoveryEvent } from './events.js';

/** A line of `metrics.jsonl`: an event as it was told. */
export type MetricsLine =
  ProgressEvent | EvaluationEvent | EpisodeProgressEvent | LevelEvaluationEvent | RecoveryEvent;

/** JSON writes NaN and the infinities as null. */
const figure = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);

const count = z.int().min(0);

const progressSchema = z.strictObject({
  type: z.literal('progress'),
  step: count,
  sequences: count,
  loss: figure,
  bits: figure,
  averageBits: figure,
  rate: figure,
  seconds: figure,
  sequencesPerSecond: figure,
  secondsLeft: z.number().optional(),
});

const evaluationSchema = z.strictObject({
  type: z.literal('evaluation'),
  step: count,
  scores: z.array(
    z.strictObject({
      length: count,
      sequences: count,
      bits: figure,
      accuracy: figure,
      metrics: z.record(z.string(), figure),
    }),
  ),
  best: z.boolean(),
});

const takenBackSchema = z.strictObject({
  type: z.literal('taken-back'),
  step: count,
  to: count,
  setbacks: count,
});

const restartedSchema = z.strictObject({ type: z.literal('restarted'), step: count, restarts: count });

const episodeProgressSchema = z.strictObject({
  type: z.literal('episode-progress'),
  step: count,
  episodes: count,
  level: count,
  mistakes: figure,
  loss: figure,
  symbols: figure,
  rate: figure,
  seconds: figure,
  episodesPerSecond: figure,
  secondsLeft: z.number().optional(),
});

const levelEvaluationSchema = z.strictObject({
  type: z.literal('level-evaluation'),
  step: count,
  scores: z.array(z.strictObject({ level: count, episodes: count, symbols: figure, solved: figure })),
});

export const metricsLineSchema: z.ZodType<MetricsLine> = z.discriminatedUnion('type', [
  progressSchema,
  evaluationSchema,
  episodeProgressSchema,
  levelEvaluationSchema,
  takenBackSchema,
  restartedSchema,
]) as z.ZodType<MetricsLine>;
