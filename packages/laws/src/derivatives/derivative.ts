/** A derivative by finite differences, and how far it may be off. */
export interface Measured {
  readonly value: number;
  /** An estimate of the error, from how much the last extrapolation changed. */
  readonly error: number;
}

/** The first step: large, because rounding in float32 weighs as much as 6e-8 over the step. */
const FIRST_STEP = 1 / 16;
/** The first of other steps, none of which is one of those above or near it. */
const OTHER_FIRST_STEP = 1 / 23;
/** Halvings of the step at most; beyond them rounding outweighs what is gained. */
const HALVINGS = 6;
/** A relative error that is good enough to stop. */
const GOOD = 3e-4;

/**
 * The derivative at 0 by central differences, extrapolated to a step of zero (Ridders 1982; Richardson). A plain
 * difference in float32 has three digits at best: a small step drowns in rounding, a large one in curvature. From two
 * large steps the curvature can be taken out, and each further halving takes out the next term.
 *
 * @param difference f(step) - f(-step)
 */
export function derivative(difference: (step: number) => number, firstStep: number = FIRST_STEP): Measured {
  const slope = (step: number): number => difference(step) / (2 * step);
  let above = [slope(firstStep)];
  let best: Measured = { value: above[0], error: Infinity };
  for (let halving = 1; halving <= HALVINGS; halving++) {
    const row = [slope(firstStep / 2 ** halving)];
    for (const [order, coarser] of above.entries()) {
      const finer = row[order];
      const value = finer + (finer - coarser) / (4 ** (order + 1) - 1);
      row.push(value);
      const error = Math.max(Math.abs(value - finer), Math.abs(value - coarser));
      if (error <= best.error) best = { value, error };
    }
    if (best.error <= GOOD * Math.abs(best.value) + 1e-6) break;
    above = row;
  }
  return best;
}

/**
 * The derivative measured anew with other steps: next to jumps the differences of a few steps may extrapolate to
 * something by chance, but not to the same with others.
 */
export function confirmed(measured: Measured, difference: (step: number) => number): Measured {
  const { value, error } = derivative(difference, OTHER_FIRST_STEP);
  return { ...measured, error: Math.max(measured.error, error, Math.abs(value - measured.value)) };
}
