import type { RunEvent } from '../events.js';
import type { LevelScore } from './evaluate-episodes.js';

/** After every update. */
export interface EpisodeStepEvent {
  readonly type: 'step';
  /** Updates so far, this one included. */
  readonly step: number;
  /** The learning rate of this update. */
  readonly rate: number;
  /** The levels of its episodes. */
  readonly levels: readonly number[];
}

/** Every `readEvery` updates. */
export interface EpisodeProgressEvent {
  readonly type: 'episode-progress';
  /** Updates so far. */
  readonly step: number;
  /** Episodes played so far. */
  readonly episodes: number;
  /** The level that the curriculum has reached, and the running share of episodes with a mistake there. */
  readonly level: number;
  readonly mistakes: number;
  /** Of the last update: its loss, and its share of symbols that were right. */
  readonly loss: number;
  readonly symbols: number;
  readonly rate: number;
  /** Seconds spent in updates so far, earlier sessions of the run included. */
  readonly seconds: number;
  readonly episodesPerSecond: number;
  /** Seconds until the stop rules for updates or seconds end the run. */
  readonly secondsLeft: number | undefined;
}

/** Every `evaluate.every` updates and at the end. */
export interface LevelEvaluationEvent {
  readonly type: 'level-evaluation';
  readonly step: number;
  /** One entry a level, in the order asked for. */
  readonly scores: readonly LevelScore[];
}

export type EpisodeEvent = RunEvent | EpisodeStepEvent | EpisodeProgressEvent | LevelEvaluationEvent;
