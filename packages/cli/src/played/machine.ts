import { RLNTM, reinforced } from '@loci/rl-ntm';
import type { Learner, LearnerOptions, RLNTMOptions } from '@loci/rl-ntm';
import type { RandomStream } from '@loci/random';
import type { EpisodeTask } from '@loci/tasks';

/** A machine and how it learns, as data. */
export interface MachineOptions {
  readonly model: 'rl-ntm';
  readonly controller: NonNullable<RLNTMOptions['controller']>;
  readonly units: number;
  readonly width: number;
  readonly inertia: number;
  readonly holding: number;
  readonly baseline: NonNullable<LearnerOptions['baseline']>;
}

/** Seeds of initial weights and of training: three numbers from one. */
export interface MachineSeeds {
  readonly model: number;
  readonly learner: number;
  readonly training: number;
}

/** The next seeds of a stream, each in [0, 2^31 - 1]. */
export function drawSeeds(random: RandomStream): MachineSeeds {
  const next = () => random.integer(0, 2 ** 31 - 1);
  return { model: next(), learner: next(), training: next() };
}

export interface Machine {
  readonly model: RLNTM;
  readonly learner: Learner;
  /** How many numbers are trained. */
  readonly parameters: number;
  dispose(): void;
}

/** @throws RangeError for options out of range. */
export function createMachine(
  { baseline, model: _, ...options }: MachineOptions,
  seeds: Pick<MachineSeeds, 'model' | 'learner'>,
  { symbols, moves }: Pick<EpisodeTask, 'symbols' | 'moves'>,
): Machine {
  const model = new RLNTM({ symbols, moves, ...options, seed: seeds.model });
  const learner = reinforced({ model, baseline, seed: seeds.learner });
  const trained = Object.values(learner.groups).flatMap(({ variables }) => Object.values(variables));
  return {
    model,
    learner,
    parameters: trained.reduce((sum, { size }) => sum + size, 0),
    dispose() {
      learner.dispose();
      model.dispose();
    },
  };
}
