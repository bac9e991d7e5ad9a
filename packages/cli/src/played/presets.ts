import type { EpisodeTaskName } from '@loci/tasks';
import type { EpisodeSettings } from '@loci/train';
import type { MachineOptions } from './machine.js';

type Training = Partial<Omit<EpisodeSettings, 'seed' | 'updates'>>;

/** Settings that belong together, with their source. */
export interface PlayedPreset {
  readonly source: string;
  /** Updates. */
  readonly steps: number;
  readonly model: MachineOptions;
  readonly training: Training;
}

const practical: PlayedPreset = {
  source: 'this toolkit, for the tasks of Zaremba and Sutskever 2015',
  steps: 1500,
  model: {
    model: 'rl-ntm',
    controller: 'direct-access',
    units: 32,
    width: 32,
    inertia: 2,
    holding: 2,
    baseline: 'running',
  },
  training: {},
};

/** What a task is trained with in the place of what most are. */
interface Particular {
  readonly steps?: number;
  readonly model?: Partial<MachineOptions>;
  readonly training?: Training;
}

/** The ways are two or three cells long, and a digit is written at the end of each. */
const arithmetic: Particular = {
  steps: 3000,
  model: { inertia: 0 },
  training: { entropyWeight: 0.05, curriculum: { low: 1, from: 1, high: 8 } },
};

const particular: Partial<Readonly<Record<EpisodeTaskName, Particular>>> = {
  // Writing at every third step is no habit: it is learned when leaving the habit is cheap.
  'duplicated-input': { training: { entropyWeight: 0.1 } },
  // What the LSTM remembers of the letters by itself is in the way of going back to where they are.
  'forward-repeat-copy': { steps: 2000, model: { controller: 'paths' }, training: { entropyWeight: 0.3 } },
  'ternary-addition': arithmetic,
  addition: arithmetic,
  'three-addition': arithmetic,
  multiplication: arithmetic,
  // Stretches are short, and writing is the rule. Short ways have hardly a turn to learn from.
  walk: {
    model: { inertia: 1, holding: 0 },
    training: { entropyWeight: 0.3, curriculum: { low: 3, from: 6, high: 10 } },
  },
};

/** The presets of a task that is played, by name. */
export function playedPresets(task: string): Readonly<Record<string, PlayedPreset>> {
  const { steps = practical.steps, model, training } = particular[task as EpisodeTaskName] ?? {};
  return {
    practical: { ...practical, steps, model: { ...practical.model, ...model }, training: { ...training } },
  };
}

/** A run ends when fewer of its episodes at the highest level than this have a mistake. */
export const ENOUGH = 0.01;
