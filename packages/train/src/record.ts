import { z } from 'zod';
import type { Json } from './json.js';
import type { TrainSettings } from './settings.js';

/** What is written when a run begins: enough to repeat it. */
export interface RunRecord {
  readonly format: 'loci-run';
  readonly version: 1;
  /** When the run began, ISO 8601. */
  readonly created: string;
  /** The task's name. */
  readonly task: string;
  readonly settings: TrainSettings;
  /** What the caller added: names and options of model and task, the command, the engine. */
  readonly about: Readonly<Record<string, Json>>;
  /** Versions of what computed: packages, and Node where it ran there. */
  readonly versions: Readonly<Record<string, string>>;
  /** The machine, where it can be known. */
  readonly machine?: Readonly<Record<string, Json>> | undefined;
}
export type { z };
