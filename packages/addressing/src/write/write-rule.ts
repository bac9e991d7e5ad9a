import type * as tf from '@tensorflow/tfjs';
import { checkEmitted, checkShape } from '../check.js';
import type { Emission, Emitted } from '../stage.js';

/** What a write works on. */
export interface WriteInput {
  /** Where each head writes, `[batch, heads, places]`. */
  readonly weighting: tf.Tensor3D;
  /** `[batch, places, width]` */
  readonly memory: tf.Tensor3D;
}

/** How a memory changes: a pure function from emitted values (unsquashed, as for a stage) to the new memory. */
export interface WriteRule {
  readonly name: string;
  /** What the controller must emit for one write head, given the width of a place. */
  emits(width: number): Emission;
  /**
   * The memory `[batch, places, width]` after all heads have written at once.
   *
   * @throws RangeError if the shapes do not fit.
   */
  apply(emitted: Emitted, input: WriteInput): tf.Tensor3D;
}

/** @throws RangeError that names the tensor whose shape does not fit the memory or the weighting. */
export function checkWrite(rule: WriteRule, emitted: Emitted, { weighting, memory }: WriteInput): void {
  checkShape('memory', memory, { batch: undefined, places: undefined, width: undefined });
  const [batch, places, width] = memory.shape;
  checkShape('weighting', weighting, { batch, heads: undefined, places });
  checkEmitted(rule.name, rule.emits(width), emitted, { batch, heads: weighting.shape[1] });
}
