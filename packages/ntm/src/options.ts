import type { InitialWeightingOptions, Scheme, TapeOptions, WriteRule } from '@loci/addressing';
import type { LSTMOptions } from '@loci/controllers';
import type { HeadBiases } from './head-biases.js';

/** The network that drives the heads: its kind, with the options of that controller. */
export interface ControllerChoice extends Omit<LSTMOptions, 'inputSize' | 'seed'> {
  readonly kind: 'feed-forward' | 'lstm' | 'gru';
  /**
   * For 'lstm' alone: of all units, or of the first ones and the last number of all others. An LSTM that forgets at first
   * learns to use the memory; one that remembers keeps the input in its cells instead, and many runs stay so.
   * @defaultValue -1
   */
  readonly forgetBias?: number | readonly number[];
}

/** The memory, and how its heads are addressed and write. */
export interface MemoryOptions {
  /** Rows of the memory, >= 1. @defaultValue 128 */
  readonly places?: number;
  /** Numbers in a row, >= 1. @defaultValue 20 */
  readonly width?: number;
  /** >= 1 @defaultValue 1 */
  readonly readHeads?: number;
  /** >= 1 @defaultValue 1 */
  readonly writeHeads?: number;
  /** The farthest a head shifts in one step, >= 0; not with `addressing`. @defaultValue 1 */
  readonly shiftRange?: number;
  /**
   * The smoothing of the cosine k.m / (|k||m| + epsilon), > 0; not with `addressing`. The smaller it is, the steeper
   * the gradient at nearly empty places.
   * @defaultValue 0.1
   */
  readonly cosineEpsilon?: number;
  /**
   * The addressing scheme of all heads; a soft one, since the heads are trained by backpropagation alone.
   * @defaultValue the paper's: content by cosine, interpolate, shift, sharpen
   */
  readonly addressing?: Scheme;
  /**
   * How the write heads change the memory: by the paper's erase and add, by an interpolation (a place is replaced as
   * far as it is addressed), or by a rule of your own.
   * @defaultValue 'erase-add'
   */
  readonly writeRule?: 'erase-add' | 'interpolating' | WriteRule;
  /** How the memory starts. @defaultValue `{ init: 'constant', value: 1e-6 }` */
  readonly memory?: Pick<TapeOptions, 'init' | 'value' | 'scale'>;
  /**
   * What a nat of entropy of a head's weighting costs in each step, beside the loss that is minimized and in its units,
   * averaged over the batch; >= 0. It keeps heads that wait, or walk on, from slowly blurring, which sequences longer
   * than those trained on would show. It shapes gradients alone: outputs and losses are told without it.
   * @defaultValue 0
   */
  readonly entropyPenalty?: number;
  /** Where the heads look before the first step. @defaultValue `{ kind: 'one-hot' }`, on place 0 */
  readonly initialWeighting?: Pick<InitialWeightingOptions, 'kind' | 'scale' | 'peak'>;
}

/** All options but the seed are plain data, unless `addressing` or a `writeRule` of your own is given. */
export interface NTMOptions extends MemoryOptions {
  /** Numbers in one input vector, >= 1. */
  readonly inputSize: number;
  /** Numbers in one output vector, >= 1. */
  readonly outputSize: number;
  /** @defaultValue `{ kind: 'lstm', units: 100 }` */
  readonly controller?: ControllerChoice;
  /** What was read before the first step: zeros, or trained numbers that start as zeros. @defaultValue 'zero' */
  readonly initialRead?: 'zero' | 'learned';
  /**
   * Which part of the controller drives the heads: its output ('hidden'), or the cell state of an LSTM's top layer
   * ('cell').
   * @defaultValue 'hidden'
   */
  readonly headSource?: 'hidden' | 'cell';
  /**
   * What the biases of the heads' emissions start with, by the names of what is emitted: `key`, `strength`, `gate`,
   * `shift` (the offsets -shiftRange to shiftRange), `sharpening`, `erase`, `add`, or those of an `addressing` of your own.
   * What is not named starts with 0; of the default addressing, the gate with -2 and the shift by one place ahead with 1:
   * heads that walk on from where they were.
   */
  readonly headBiases?: HeadBiases;
  /** What the heads are emitted is clipped to [-clip, clip], > 0. @defaultValue 20 */
  readonly clip?: number;
  /** The logits are clipped to [-outputClip, outputClip], > 0. @defaultValue they are not clipped */
  readonly outputClip?: number;
  /** The seed of the initial weights, an integer in [-2^31, 2^32 - 1]. */
  readonly seed: number;
}
