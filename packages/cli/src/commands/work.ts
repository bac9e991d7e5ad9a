import type { Compile, EpisodeEvent, MetricsLine, TrainEvent } from '@loci/train';

/** What a run tells, of sequences or of episodes. */
export type RunningEvent = TrainEvent | EpisodeEvent;

/** A run that is carried out, whatever is trained in it. */
export interface Work {
  /** What is trained on what: 'an NTM on copy'. */
  readonly title: string;
  readonly task: string;
  readonly preset: string;
  readonly seed: number;
  /** How many numbers are trained. */
  readonly parameters: number;
  readonly stop: { readonly steps?: number | undefined; readonly seconds?: number | undefined };
  /** Steps between evaluations; undefined if there is one at the end alone. */
  readonly evaluateEvery: number | undefined;
  /** What may help when it diverges. */
  readonly remedy: string;
  events(engine: { readonly compile: Compile; readonly signal: AbortSignal }): AsyncIterable<RunningEvent>;
  /** How long it took, and how well it does: lines of text, from what was stored. */
  summary(metrics: readonly MetricsLine[]): readonly string[];
  /** Draws what was learned after so many steps. @returns the files */
  pictures(folder: string, step: number): Promise<readonly string[]>;
  dispose(): void;
}

/** The last line of a type. */
export const lastOf = <Type extends MetricsLine['type']>(lines: readonly MetricsLine[], type: Type) =>
  lines.findLast((line): line is Extract<MetricsLine, { type: Type }> => line.type === type);
