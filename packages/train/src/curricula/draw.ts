import type { RandomStream } from '@loci/random';
import { z } from 'zod';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import type {
  Curriculum,
  GatedCurriculum,
  GrowingCurriculum,
  MixtureCurriculum,
  UniformCurriculum,
} from './curriculum.js';

/** What a curriculum remembers: a gated one its maximum, a mixture what its parts do, the others nothing. */
export type CurriculumState = null | { readonly high: number } | readonly CurriculumState[];

export const curriculumStateSchema: z.ZodType<CurriculumState> = z.lazy(() =>
  z.union([z.null(), z.strictObject({ high: z.int().min(0) }), z.array(curriculumStateSchema)]),
);

interface Kind<C extends Curriculum, S extends CurriculumState> {
  /** The lengths that it may ever draw: both ends included. */
  range(curriculum: C): { readonly low: number; readonly high: number };
  start(curriculum: C): S;
  draw(curriculum: C, state: S, step: number, random: RandomStream): number;
  /** The state after success was measured; the very same object if nothing changes. */
  observe(curriculum: C, state: S, bits: number): S;
  /** Whether all lengths are drawn by now: before that, success says little. */
  isComplete(curriculum: C, state: S, step: number): boolean;
}

const uniform: Kind<UniformCurriculum, null> = {
  range: ({ low, high }) => ({ low, high }),
  start: () => null,
  draw: ({ low, high }, _state, _step, random) => random.integer(low, high),
  observe: (_curriculum, state) => state,
  isComplete: () => true,
};

const growing: Kind<GrowingCurriculum, null> = {
  range: ({ low, to }) => ({ low, high: to }),
  start: () => null,
  draw: ({ low, from, to, steps }, _state, step, random) =>
    random.integer(low, from + Math.floor((to - from) * Math.min(1, step / steps))),
  observe: (_curriculum, state) => state,
  isComplete: ({ steps }, _state, step) => step >= steps,
};

const gated: Kind<GatedCurriculum, { readonly high: number }> = {
  range: ({ low, to }) => ({ low, high: to }),
  start: ({ from }) => ({ high: from }),
  draw: ({ low }, { high }, _step, random) => random.integer(low, high),
  observe: ({ to, by = 1, bits: enough }, state, bits) =>
    bits <= enough && state.high < to ? { high: Math.min(to, state.high + by) } : state,
  isComplete: ({ to }, { high }) => high === to,
};

const mixture: Kind<MixtureCurriculum, readonly CurriculumState[]> = {
  range({ parts }) {
    const ranges = parts.map(({ curriculum }) => lengthsOf(curriculum));
    return {
      low: Math.min(...ranges.map(({ low }) => low)),
      high: Math.max(...ranges.map(({ high }) => high)),
    };
  },
  start: ({ parts }) => parts.map(({ curriculum }) => startCurriculum(curriculum)),
  draw({ parts }, states, step, random) {
    const total = parts.reduce((sum, { weight }) => sum + weight, 0);
    let left = random.uniform(0, total);
    const chosen = parts.findIndex(({ weight }) => (left -= weight) < 0);
    // Rounding may leave a sliver past the last part.
    const index = chosen < 0 ? parts.length - 1 : chosen;
    return drawLength(parts[index].curriculum, states[index], step, random);
  },
  observe({ parts }, states, bits) {
    const next = parts.map(({ curriculum }, index) => observeLengths(curriculum, states[index], bits));
    return next.some((state, index) => state !== states[index]) ? next : states;
  },
  isComplete: ({ parts }, states, step) =>
    parts.every(({ curriculum }, index) => isComplete(curriculum, states[index], step)),
};

const kinds = { uniform, growing, gated, mixture };

const kindOf = (curriculum: Curriculum) => kinds[curriculum.kind] as Kind<Curriculum, CurriculumState>;

/** The shortest and the longest length that a curriculum may ever draw. */
export const lengthsOf = (curriculum: Curriculum) => kindOf(curriculum).range(curriculum);

/** What a curriculum remembers before the first step. */
export const startCurriculum = (curriculum: Curriculum): CurriculumState =>
  kindOf(curriculum).start(curriculum);

/** A length for the step after so many steps. */
export const drawLength = (
  curriculum: Curriculum,
  state: CurriculumState,
  step: number,
  random: RandomStream,
): number => kindOf(curriculum).draw(curriculum, state, step, random);

/** What a curriculum remembers after the average bits a sequence were measured; the same object if nothing changes. */
export const observeLengths = (
  curriculum: Curriculum,
  state: CurriculumState,
  bits: number,
): CurriculumState => kindOf(curriculum).observe(curriculum, state, bits);

/** Whether the curriculum draws all its lengths at the step after so many steps. */
export const isComplete = (curriculum: Curriculum, state: CurriculumState, step: number): boolean =>
  kindOf(curriculum).isComplete(curriculum, state, step);

/** Whether a state has the shape that belongs to the curriculum. */
export function fitsCurriculum(
  curriculum: Curriculum,
  state: Checkpoint['training']['curriculum'],
): state is CurriculumState {
  const start = startCurriculum(curriculum);
  if (curriculum.kind !== 'mixture') {
    return start === null ? state === null : state !== null && 'high' in state;
  }
  return (
    Array.isArray(state) &&
    state.length === curriculum.parts.length &&
    curriculum.parts.every((part, index) => fitsCurriculum(part.curriculum, state[index] as CurriculumState))
  );
}
