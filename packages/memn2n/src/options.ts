/** How the words of a sentence are weighted: all alike, or by their position (see `encoding.ts`). */
export type Encoding = 'bag-of-words' | 'position' | 'position-of-code';

/** What makes a Memory Network, beside its words. */
export interface MemN2NOptions {
  /** Numbers in an embedding, >= 1. @defaultValue 20 */
  readonly width?: number;
  /** How often the memory is looked at, >= 1. @defaultValue 3 */
  readonly hops?: number;
  /** The most sentences the memory holds, the last ones of a story, >= 1. @defaultValue 50 */
  readonly places?: number;
  /** @defaultValue 'position-of-code' */
  readonly encoding?: Encoding;
  /** Whether the age of a sentence has an embedding of its own, which is added to the sentence's. @defaultValue true */
  readonly temporal?: boolean;
  /**
   * Which embeddings the hops share: each hop's values are the keys of the next ('adjacent'), or all hops use the same
   * keys and values and a trained map of what was asked ('layer-wise').
   * @defaultValue 'adjacent'
   */
  readonly tying?: 'adjacent' | 'layer-wise';
  /** Whether what a hop hands on passes a ReLU. @defaultValue false */
  readonly relu?: boolean;
}

/** The words a network knows and the seed of its weights. */
export interface MemN2NSizes {
  /** How many words there are, questions and answers included, >= 1. */
  readonly words: number;
  /** The most words in a sentence or question, >= 1; it matters to 'position-of-code'. */
  readonly sentenceWords: number;
  /** An integer in [-2^31, 2^32 - 1]. */
  readonly seed: number;
}
