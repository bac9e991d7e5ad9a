/**
 * The End-to-End Memory Network: S. Sukhbaatar, A. Szlam, J. Weston, R. Fergus (2015), arXiv 1503.08895.
 *
 * Sentence i of a story is a place with a key m_i = sum_j l_j A x_ij + T_A(i) and a value c_i, made alike with C and T_C;
 * the question u = sum_j l_j B q_j looks at it in several hops, and the answer is softmax(W u) over the words. The weights
 * l_j: `encoding.ts`. T(1) belongs to the most recent sentence.
 *
 * As in the authors' code, the age of a sentence is a symbol that stands in the sentence's last slot: the rows of an
 * embedding are those of the words, then those of the ages. Places that hold nothing can be looked at like the others: their
 * keys and values are zeros. So a hop that finds nothing can look away, which questions of yes and no need.
 */
import { checkInteger, checkOneOf, createVariables, normal } from '@loci/addressing';
import type { Initializer, WeightSpecs } from '@loci/addressing';
import { disposeVariables } from '@loci/controllers';
import type { Variables } from '@loci/controllers';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { embedBags } from './bags/embed-bags.js';
import { encodingRules, slopes } from './encoding.js';
import { hop } from './hops.js';
import type { HopMemory } from './hops.js';
import type { Encoding, MemN2NOptions, MemN2NSizes } from './options.js';
import type { StoryTensors } from './stories/story-tensors.js';

/** What the network says to a batch. */
export interface Answers {
  /** The logits of the answer, `[batch, words]`. */
  readonly logits: tf.Tensor2D;
  /** Where each hop looks, `[batch, hops, places]`, the oldest sentence first; see `Hopped`. */
  readonly attention: tf.Tensor3D;
}

const tyings = ['adjacent', 'layer-wise'] as const;

/** Of all trained numbers (the paper, section 4.2). */
const initial: Initializer = normal(0, 0.1);

/** @throws RangeError that names the option, the value given and the valid range. */
export class MemN2N {
  readonly width: number;
  readonly hops: number;
  readonly places: number;
  readonly words: number;
  readonly sentenceWords: number;
  readonly encoding: Encoding;
  readonly temporal: boolean;
  readonly variables: Variables;
  private readonly tying: 'adjacent' | 'layer-wise';
  private readonly relu: boolean;

  constructor({ words, sentenceWords, seed, ...options }: MemN2NOptions & MemN2NSizes) {
    const { width = 20, hops = 3, places = 50, temporal = true, relu = false } = options;
    const { encoding = 'position-of-code', tying = 'adjacent' } = options;
    for (const [name, value] of Object.entries({ width, hops, places, words, sentenceWords })) {
      checkInteger(name, value, 1);
    }
    checkOneOf('encoding', encoding, Object.keys(encodingRules) as Encoding[]);
    checkOneOf('tying', tying, tyings);
    this.width = width;
    this.hops = hops;
    this.places = places;
    this.words = words;
    this.sentenceWords = sentenceWords;
    this.encoding = encoding;
    this.temporal = temporal;
    this.tying = tying;
    this.relu = relu;
    this.variables = createVariables(this.weights(), RandomStream.fromSeed(seed));
  }

  /** The rows of an embedding: the words, then the ages of sentences if they count. */
  get symbols(): number {
    return this.words + (this.temporal ? this.places : 0);
  }

  /** The slots of a sentence: its words, then its age if that counts. */
  get slots(): number {
    return this.sentenceWords + (this.temporal ? 1 : 0);
  }

  /**
   * A synchronous function of plain tfjs without host reads, so that it can be compiled.
   *
   * @param stories made by `storyTensors` for this network.
   * @param linear whether the softmax of the hops is left out.
   */
  answer(stories: StoryTensors, { linear = false }: { readonly linear?: boolean } = {}): Answers {
    const [batch] = stories.counted.shape;
    const places = stories.bags.symbols.shape[0] / batch - 1;
    const { width } = this;
    const tables = this.tables();
    const slope = tables.flatMap(() => slopes(this.encoding, width));
    const embedded = embedBags(tf.concat(tables, 1), stories.bags, Float32Array.from(slope));
    const column = (table: number, from: number, rows: number) =>
      tf.slice(embedded, [from, table * width], [rows, width]);
    const memory = (table: number): tf.Tensor3D =>
      tf.reshape(column(table, 0, batch * places), [batch, places, width]);
    const { memories, question, answer } =
      this.tying === 'adjacent' ? this.adjacent(memory) : this.layerWise(memory);
    const { question: last, attention } = hop(column(question, batch * places, batch), memories, {
      empty: this.places - places,
      linear,
      next: (u, o) => this.next(u, o),
    });
    return { logits: tf.matMul(last, answer, false, true), attention };
  }

  dispose(): void {
    disposeVariables(this.variables);
  }

  private weights(): WeightSpecs {
    const { width, hops, words, symbols } = this;
    const table = { shape: [symbols, width], initializer: initial };
    if (this.tying === 'adjacent') {
      return Object.fromEntries(Array.from({ length: hops + 1 }, (_, hop) => [`embedding/${hop}`, table]));
    }
    return {
      keys: table,
      values: table,
      question: table,
      handOn: { shape: [width, width], initializer: initial },
      answer: { shape: [words, width], initializer: initial },
    };
  }

  /** The embeddings that sentences and questions are given. */
  private tables(): tf.Tensor2D[] {
    const { variables } = this;
    const names = this.tying === 'adjacent' ? Object.keys(variables) : ['keys', 'values', 'question'];
    return names.map((name) => variables[name] as tf.Tensor as tf.Tensor2D);
  }

  /** B = A(1), A(k + 1) = C(k), W = C(K). */
  private adjacent(memory: (table: number) => tf.Tensor3D): Wiring {
    const all = Array.from({ length: this.hops + 1 }, (_, table) => memory(table));
    const last = this.variables[`embedding/${this.hops}`] as tf.Tensor as tf.Tensor2D;
    return {
      memories: Array.from({ length: this.hops }, (_, k) => ({ keys: all[k], values: all[k + 1] })),
      question: 0,
      answer: tf.slice(last, [0, 0], [this.words, this.width]),
    };
  }

  private layerWise(memory: (table: number) => tf.Tensor3D): Wiring {
    const shared = { keys: memory(0), values: memory(1) };
    return {
      memories: Array.from({ length: this.hops }, () => shared),
      question: 2,
      answer: this.variables.answer as tf.Tensor as tf.Tensor2D,
    };
  }

  /** u + o with adjacent tying, H u + o with layer-wise (the paper, section 2.2). */
  private next(u: tf.Tensor2D, o: tf.Tensor2D): tf.Tensor2D {
    const { handOn } = this.variables;
    const sum = tf.add<tf.Tensor2D>(handOn ? tf.matMul(u, handOn as tf.Tensor as tf.Tensor2D) : u, o);
    return this.relu ? tf.relu(sum) : sum;
  }
}

/** Which embeddings the hops, the question and the answer use. */
interface Wiring {
  readonly memories: readonly HopMemory[];
  /** The number of the table of the question. */
  readonly question: number;
  /** `[words, width]` */
  readonly answer: tf.Tensor2D;
}
