import type { EpisodeSettings } from '@loci/train';
import type { MachineOptions } from './machine.js';

/** Settings that belong together, with their source. */
export interface PlayedPreset {
  readonly source: string;
  /** Updates. */
  readonly steps: number;
  readonly model: MachineOptions;
  readonly training: Partial<Omit<EpisodeSettings, 'seed' | 'updates'>>;
}

/** The presets of every task that is played. */
export const playedPresets: Readonly<Record<string, PlayedPreset>> = {
  practical: {
    source: 'this toolkit, for the tasks of Zaremba and Sutskever 2015',
    steps: 1500,
    model: { model: 'rl-ntm', controller: 'direct-access', units: 32, width: 32, baseline: 'running' },
    training: {},
  },
};

/** A run ends when fewer of its episodes at the highest level than this have a mistake. */
export const ENOUGH = 0.01;
