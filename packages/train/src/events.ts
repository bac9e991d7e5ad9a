import type { LengthScore } from './evaluate.js';

/** Before the first step. */
export interface StartedEvent {
  readonly type: 'started';
  /** Steps taken so far: 0, or those of the checkpoint that the run goes on from. */
  readonly step: number;
  readonly resumed: boolean;
}

/** After every step. It has no loss: reading one after each step would slow the engine down. */
export interface StepEvent {
  readonly type: 'step';
  /** Steps taken so far, this one included. */
  readonly step: number;
  /** The learning rate of this step. */
  readonly rate: number;
  /** The lengths of the sequences, in the task's own sense. */
  readonly lengths: readonly number[];
}

/** Every `readEvery` steps. */
export interface ProgressEvent {
  readonly type: 'progress';
  readonly step: number;
  /** Sequences seen so far. */
  readonly sequences: number;
  /** The mean of what was minimized over the steps since the last reading, in nats (see `lossScale`). */
  readonly loss: number;
  /** Cross-entropy in bits a sequence, the mean over the steps since the last reading. */
  readonly bits: number;
  /** The same over the last `window` steps, or as many as there are. */
  readonly averageBits: number;
  readonly rate: number;
  /** Seconds spent in steps so far, earlier sessions of the run included. */
  readonly seconds: number;
  readonly sequencesPerSecond: number;
  /** Seconds until the stop rules for steps or seconds end the run; undefined if there are none. */
  readonly secondsLeft: number | undefined;
}

/** Every `evaluate.every` steps and at the end. */
export interface EvaluationEvent {
  readonly type: 'evaluation';
  readonly step: number;
  /** One entry a length, in the order asked for. */
  readonly scores: readonly LengthScore[];
  /** Whether no evaluation before had fewer bits a sequence, averaged over the lengths. */
  readonly best: boolean;
}

/** A checkpoint was stored. */
export interface CheckpointEvent {
  readonly type: 'checkpoint';
  readonly step: number;
  /** Where it is, in words: a path, for a folder. */
  readonly where: string;
}

/** After a reading with a loss far above the best so far: the run goes on from where it was best (`takeBack`). */
export interface TakenBackEvent {
  readonly type: 'taken-back';
  readonly step: number;
  /** The step after which variables and optimizer were as they are again. */
  readonly to: number;
  /** How often this happened since then; each time halves the learning rate. */
  readonly setbacks: number;
}

/** After a reading that showed too little learned: the run goes on with other initial weights (`restart`). */
export interface RestartedEvent {
  readonly type: 'restarted';
  readonly step: number;
  /** How often the run has begun anew by now. */
  readonly restarts: number;
}

export type RecoveryEvent = TakenBackEvent | RestartedEvent;

/** The last event of a run that came to its end. */
export interface FinishedEvent {
  readonly type: 'finished';
  readonly step: number;
  /** The stop rule that ended it. */
  readonly reason: StopReason;
}

/** The last event of a run that was aborted; its state is stored if there is a store. */
export interface InterruptedEvent {
  readonly type: 'interrupted';
  readonly step: number;
}

/** What is first found not to be finite. */
export interface Culprit {
  /**
   * A variable (or a slot of the optimizer), which then was made so by the step before; the loss; the gradient of a
   * variable; or the engine, where plain tfjs gives finite numbers for the same step.
   */
  readonly what: 'variable' | 'slot' | 'loss' | 'gradient' | 'engine';
  /** The variable or slot concerned, if it is one. */
  readonly name?: string | undefined;
}

/** The last event of a run that ceased to be finite. The variables are as before that step; nothing was stored. */
export interface DivergedEvent {
  readonly type: 'diverged';
  /** The first step that is concerned, counted from 1. */
  readonly step: number;
  readonly culprit: Culprit;
  /** One sentence for people. */
  readonly message: string;
}

export type StopReason = 'steps' | 'seconds' | 'target' | 'patience';

/** What every run tells, whatever learns in it. */
export type RunEvent =
  StartedEvent | RecoveryEvent | CheckpointEvent | FinishedEvent | InterruptedEvent | DivergedEvent;

export type TrainEvent = RunEvent | StepEvent | ProgressEvent | EvaluationEvent;
