/**
 * The word-level language model of the End-to-End Memory Network (arXiv 1503.08895, section 5): the memory holds the last
 * words, one a place, and the hops, which share their weights, look for what comes next. Nothing is asked: the question is
 * a constant, 0.1 throughout. What a hop hands on is H u + o, half of it through a ReLU.
 */
import { checkInteger, createVariables, normal } from '@loci/addressing';
import { disposeVariables } from '@loci/controllers';
import type { Variables } from '@loci/controllers';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { embedBags } from '../bags/embed-bags.js';
import { hop } from '../hops.js';
import type { Answers } from '../memn2n.js';
import type { ContextTensors } from './contexts.js';

export interface LanguageModelOptions {
  /** Words in the vocabulary, >= 1. */
  readonly words: number;
  /** Numbers in an embedding, >= 2. @defaultValue 150 */
  readonly width?: number;
  /** >= 1 @defaultValue 6 */
  readonly hops?: number;
  /** How many of the last words the memory holds, >= 1. @defaultValue 100 */
  readonly places?: number;
  /** An integer in [-2^31, 2^32 - 1]. */
  readonly seed: number;
}

const QUESTION = 0.1;

/** @throws RangeError that names the option, the value given and the valid range. */
export class LanguageModel {
  readonly words: number;
  readonly width: number;
  readonly hops: number;
  readonly places: number;
  readonly variables: Variables;

  constructor({ words, width = 150, hops = 6, places = 100, seed }: LanguageModelOptions) {
    checkInteger('words', words, 1);
    checkInteger('width', width, 2);
    checkInteger('hops', hops, 1);
    checkInteger('places', places, 1);
    this.words = words;
    this.width = width;
    this.hops = hops;
    this.places = places;
    const initializer = normal(0, 0.05);
    const table = { shape: [this.symbols, width], initializer };
    this.variables = createVariables(
      {
        keys: table,
        values: table,
        handOn: { shape: [width, width], initializer },
        answer: { shape: [words, width], initializer },
      },
      RandomStream.fromSeed(seed),
    );
  }

  /** The rows of an embedding: the words, then their ages. */
  get symbols(): number {
    return this.words + this.places;
  }

  /** What comes next: logits `[batch, words]`; a synchronous function of plain tfjs, so that it can be compiled. */
  answer({ bags, mask }: Pick<ContextTensors, 'bags' | 'mask'>): Answers {
    const [batch, places] = mask.shape;
    const { width, hops } = this;
    const { keys, values, handOn, answer } = this.variables as Readonly<Record<string, tf.Tensor2D>>;
    const embedded = embedBags(tf.concat([keys, values], 1), bags, new Float32Array(2 * width));
    const part = (index: number): tf.Tensor3D =>
      tf.reshape(tf.slice(embedded, [0, index * width], [-1, width]), [batch, places, width]);
    const memory = { keys: part(0), values: part(1) };
    const half = Math.floor(width / 2);
    const { question, attention } = hop(
      tf.fill([batch, width], QUESTION),
      Array.from({ length: hops }, () => memory),
      {
        mask,
        linear: false,
        next(u, o) {
          const sum = tf.add<tf.Tensor2D>(tf.matMul(u, handOn), o);
          const [rectified, plain] = tf.split<tf.Tensor2D>(sum, [half, width - half], 1);
          return tf.concat2d([tf.relu(rectified), plain], 1);
        },
      },
    );
    return { logits: tf.matMul(question, answer, false, true), attention };
  }

  dispose(): void {
    disposeVariables(this.variables);
  }
}
