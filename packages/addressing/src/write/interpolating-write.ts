import * as tf from '@tensorflow/tfjs';
import { checkOneOf } from '../check.js';
import { squashed, squashes } from '../squash.js';
import type { WriteOptions } from './erase-add.js';
import { keep, perHead, spread } from './heads.js';
import { checkWrite, type WriteRule } from './write-rule.js';

/**
 * Interpolating write: M(i) <- M(i) * prod_h (1 - w(h, i)) + sum_h w(h, i) a(h) with a = squash(add). A place is
 * replaced as far as it is addressed, which is `eraseAdd` with an erase vector of ones.
 */
export function interpolatingWrite({ squash = 'tanh' }: WriteOptions = {}): WriteRule {
  checkOneOf('squash', squash, squashes);
  const rule: WriteRule = {
    name: 'interpolatingWrite',
    emits: (width) => ({ add: width }),
    apply(emitted, input) {
      checkWrite(rule, emitted, input);
      const { weighting, memory } = input;
      const [batch, places] = memory.shape;
      return tf.tidy(() => {
        const replaced = perHead(weighting).map((head) => head.reshape<tf.Tensor3D>([batch, places, 1]));
        return keep(memory, replaced).add(spread(weighting, squashed(emitted.add!, squash)));
      });
    },
  };
  return rule;
}
