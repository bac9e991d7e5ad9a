import type { EvaluationEvent, ProgressEvent } from './events.js';

/** A line of `metrics.jsonl`: an event as it was told. */
export type MetricsLine = ProgressEvent | EvaluationEvent;
