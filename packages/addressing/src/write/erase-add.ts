import * as tf from '@tensorflow/tfjs';
import { checkOneOf } from '../check.js';
import { type Squash, squashed, squashes } from '../squash.js';
import { keep, perHead, spread } from './heads.js';
import { checkWrite, type WriteRule } from './write-rule.js';

export interface WriteOptions {
  /**
   * What bounds the vector that is added.
   * @defaultValue 'tanh'
   */
  readonly squash?: Squash;
}

/**
 * Erase, then add: M(i) <- M(i) * prod_h (1 - w(h, i) e(h)) + sum_h w(h, i) a(h), with e = sigmoid(erase) and
 * a = squash(add) (Graves et al. 2014, arXiv 1410.5401, equations 3 and 4). All heads erase before any of them adds,
 * so their order does not matter.
 */
export function eraseAdd({ squash = 'tanh' }: WriteOptions = {}): WriteRule {
  checkOneOf('squash', squash, squashes);
  const rule: WriteRule = {
    name: 'eraseAdd',
    emits: (width) => ({ erase: width, add: width }),
    apply(emitted, input) {
      checkWrite(rule, emitted, input);
      const { weighting, memory } = input;
      return tf.tidy(() => {
        const erase = perHead(emitted.erase!.sigmoid());
        const erased = perHead(weighting).map((head, index) => spread(head, erase[index]!));
        return keep(memory, erased).add(spread(weighting, squashed(emitted.add!, squash)));
      });
    },
  };
  return rule;
}
