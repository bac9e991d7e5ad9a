import type * as tf from '@tensorflow/tfjs';
import { checkOneOf } from '../check.js';
import { hidePadding } from '../mask.js';
import { additive } from '../similarity/additive.js';
import { cosine } from '../similarity/cosine.js';
import { dot } from '../similarity/dot.js';
import { type Squash, squashed, squashes } from '../squash.js';
import type { Stage } from '../stage.js';

export interface ContentOptions {
  /** @defaultValue 'cosine' */
  readonly similarity?: 'cosine' | 'dot' | 'additive';
  /**
   * Whether a strength is emitted (>= 0 by softplus) that multiplies the similarity.
   * @defaultValue true for cosine, else false
   */
  readonly strength?: boolean;
  /**
   * What bounds the emitted key.
   * @defaultValue 'tanh' for cosine, else 'none'
   */
  readonly squash?: Squash;
  /**
   * Added to |k||m| of the cosine; > 0.
   * @defaultValue 1e-3
   */
  readonly epsilon?: number;
  /** Size of the hidden layer of the additive similarity, >= 1; required there. */
  readonly units?: number;
}

/**
 * Content addressing: w(i) = softmax_i( strength * similarity(key, M(i)) ), so the places that are like the key get
 * the weight, wherever they are (Graves et al. 2014, arXiv 1410.5401, equation 5).
 *
 * @throws RangeError for options out of range.
 */
export function content(options: ContentOptions = {}): Stage {
  const { similarity = 'cosine', epsilon = 1e-3, units } = options;
  const { strength = similarity === 'cosine', squash = similarity === 'cosine' ? 'tanh' : 'none' } = options;
  checkOneOf('similarity', similarity, ['cosine', 'dot', 'additive']);
  checkOneOf('squash', squash, squashes);
  const { keySize, compare, weights } = {
    cosine: () => cosine(epsilon),
    dot,
    additive: () => additive(units ?? missingUnits()),
  }[similarity]();

  return {
    name: 'content',
    sum: 'one',
    emits: (width) => ({ key: keySize(width), ...(strength && { strength: 1 }) }),
    ...(weights && { weights }),
    apply(emitted, { memory, mask, weights: trained = {} }) {
      const similarities = compare(squashed(emitted.key!, squash), memory, trained);
      const logits = strength ? similarities.mul<tf.Tensor3D>(emitted.strength!.softplus()) : similarities;
      return hidePadding(logits, mask).softmax();
    },
  };
}

function missingUnits(): never {
  throw new RangeError("units must be an integer >= 1 with the similarity 'additive', got undefined");
}
