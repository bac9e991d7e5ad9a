import type * as tf from '@tensorflow/tfjs';
import { checkInteger, checkShape } from './check.js';
import type { Emission, Emitted } from './stage.js';

/** Heads that are given the same values: read heads and write heads, say. */
export interface EmissionGroup {
  /** >= 1 */
  readonly heads: number;
  readonly emission: Emission;
}

/** How many numbers a controller must put out for all heads of all groups. */
export function emissionSize(groups: readonly EmissionGroup[]): number {
  return columnWidths(groups).reduce((total, size) => total + size, 0);
}

/**
 * Cuts a controller's output `[batch, emissionSize(groups)]` into the values of each group, each
 * `[batch, heads, size]`. The columns run by group, then by value name, then by head, so that a single split kernel
 * cuts them all.
 *
 * @throws RangeError if the output has another width.
 */
export function splitEmissions(output: tf.Tensor2D, groups: readonly EmissionGroup[]): Emitted[] {
  const widths = columnWidths(groups);
  const total = emissionSize(groups);
  checkShape('output', output, { batch: undefined, emissions: total });
  const [batch] = output.shape;
  const columns = output.split(widths, 1);
  let next = 0;
  return groups.map(({ heads, emission }) =>
    Object.fromEntries(
      Object.entries(emission).map(([name, size]) => [name, columns[next++]!.reshape([batch, heads, size])]),
    ),
  );
}

function columnWidths(groups: readonly EmissionGroup[]): number[] {
  return groups.flatMap(({ heads, emission }) => {
    checkInteger('heads', heads, 1);
    return Object.entries(emission).map(([name, size]) => {
      checkInteger(`emission.${name}`, size, 1);
      return heads * size;
    });
  });
}
