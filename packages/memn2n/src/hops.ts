import { addressing, content, read } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';

/** Content addressing by dot product: the softmax over the places that Memory Networks read with. */
const scheme = addressing(content({ similarity: 'dot' }));

/** What one hop looks at. */
export interface HopMemory {
  /** What is compared with the question, `[batch, places, width]`; zeros where a place holds nothing. */
  readonly keys: tf.Tensor3D;
  /** What is read, `[batch, places, width]`; zeros where a place holds nothing. */
  readonly values: tf.Tensor3D;
}

/** How all hops look. */
export interface HopRule {
  /** 1 where a place can be looked at, `[batch, places]`. @defaultValue all can */
  readonly mask?: tf.Tensor2D;
  /** How many more places there are, which hold nothing; they can be looked at too. @defaultValue 0 */
  readonly empty?: number;
  /** Whether the softmax is left out, as in the beginning of a linear start. */
  readonly linear: boolean;
  /** What hands the question on to the next hop, from the question and what was read, `[batch, width]` each. */
  next(question: tf.Tensor2D, read: tf.Tensor2D): tf.Tensor2D;
}

/** What the hops come to. */
export interface Hopped {
  /** `[batch, width]` */
  readonly question: tf.Tensor2D;
  /**
   * Where each hop looks, `[batch, hops, places]`: a weighting that sums to one with that of the places which hold nothing, or
   * with `linear` the plain products.
   */
  readonly attention: tf.Tensor3D;
}

/**
 * Looks at the memory again and again: p_i = softmax_i(u . m_i), o = sum_i p_i c_i, and the next u is made of u and o
 * (arXiv 1503.08895, equations 1, 2 and 4).
 *
 * @param question `[batch, width]`
 */
export function hop(question: tf.Tensor2D, memories: readonly HopMemory[], rule: HopRule): Hopped {
  const weightings: tf.Tensor3D[] = [];
  let u = question;
  for (const { keys, values } of memories) {
    const key = tf.expandDims(u, 1) as tf.Tensor3D;
    const weighting = weigh(key, keys, rule);
    weightings.push(weighting);
    u = rule.next(u, tf.squeeze(read(weighting, values), [1]));
  }
  return { question: u, attention: tf.concat(weightings, 1) };
}

/** @returns `[batch, 1, places]` */
function weigh(key: tf.Tensor3D, memory: tf.Tensor3D, { mask, empty = 0, linear }: HopRule): tf.Tensor3D {
  const [batch, places] = memory.shape;
  // Places that hold nothing are all zeros, and so are their products.
  if (linear) return tf.matMul(key, memory, false, true);
  if (empty === 0) {
    const previous = tf.zeros<tf.Rank.R3>([batch, 1, places]);
    return scheme.address({ emitted: { key }, memory, previous, ...(mask && { mask }) });
  }
  // One place stands for all the empty ones: e^log(n) = n e^0.
  const beyond = tf.fill([batch, 1, 1], Math.log(empty));
  const products = tf.concat([tf.matMul(key, memory, false, true), beyond], 2);
  return tf.slice(tf.softmax(products), [0, 0, 0], [batch, 1, places]) as tf.Tensor3D;
}
