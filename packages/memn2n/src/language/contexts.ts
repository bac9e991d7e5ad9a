import type { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { bagTensors } from '../bags/bags.js';
import type { BagTensors } from '../bags/bags.js';
import { grade } from '../grade.js';
import type { Grade } from '../grade.js';
import type { LanguageModel } from './language-model.js';

/** Words of a text, each with the words before it. */
export type ContextTensors = {
  /** The words before, each with its age; one row each. */
  readonly bags: BagTensors;
  /** 1 where a place holds a word, `[batch, places]`; before the text begins there are none. */
  readonly mask: tf.Tensor2D;
  /** The number of the word that comes, int32 `[batch]`. */
  readonly answers: tf.Tensor1D;
  /** 1 where the word counts, 0 where it only fills the batch, `[batch]`. */
  readonly counted: tf.Tensor1D;
};

/** A word with its age. */
const SLOTS = 2;

/**
 * The words at some positions of a text with what stands before them; the tensors are the caller's to dispose.
 *
 * @param text numbers of words.
 * @param batch rows of the batch, >= the number of positions.
 */
export function contextTensors(
  { words, places, symbols }: Pick<LanguageModel, 'words' | 'places' | 'symbols'>,
  text: Int32Array,
  positions: readonly number[],
  batch = positions.length,
): ContextTensors {
  const rows = batch * places;
  const bags = {
    symbols: new Int32Array(rows * SLOTS),
    weights: new Float32Array(rows * SLOTS),
    tilts: new Float32Array(rows * SLOTS),
  };
  const mask = new Float32Array(rows);
  const answers = new Int32Array(batch).fill(-1);
  const counted = new Float32Array(batch);
  positions.forEach((position, b) => {
    answers[b] = text[position];
    counted[b] = 1;
    for (let age = 1; age <= Math.min(places, position); age++) {
      const row = (b + 1) * places - age;
      mask[row] = 1;
      bags.symbols.set([text[position - age], words + age - 1], row * SLOTS);
      bags.weights.set([1, 1], row * SLOTS);
    }
  });
  return {
    bags: bagTensors({ rows, slots: SLOTS, ...bags }, symbols),
    mask: tf.tensor2d(mask, [batch, places]),
    answers: tf.tensor1d(answers, 'int32'),
    counted: tf.tensor1d(counted),
  };
}

export interface WordPredictionOptions {
  readonly model: LanguageModel;
  /** Numbers of words, see `numberText`. */
  readonly training: Int32Array;
  /** @defaultValue none */
  readonly validation?: Int32Array;
  /** Words in a step, >= 1. @defaultValue 128 */
  readonly batch?: number;
}

/**
 * A language model and its texts as `fit` of `@loci/train` takes them: an epoch draws as many words as the text has, each at
 * a random position. `exp` of its loss is the perplexity.
 */
export function wordPrediction({ model, training, validation, batch = 128 }: WordPredictionOptions) {
  return {
    variables: model.variables,
    grade: (contexts: ContextTensors): Grade => grade(model.answer(contexts), contexts),
    *training(random: RandomStream) {
      for (let left = Math.max(1, Math.floor(training.length / batch)); left > 0; left--) {
        const positions = Array.from({ length: batch }, () => random.integer(0, training.length - 1));
        yield { tensors: contextTensors(model, training, positions), examples: batch };
      }
    },
    *testing(text: Int32Array = validation ?? new Int32Array(0)) {
      for (let start = 0; start < text.length; start += batch) {
        const positions = Array.from({ length: Math.min(batch, text.length - start) }, (_, i) => start + i);
        yield { tensors: contextTensors(model, text, positions, batch), examples: positions.length };
      }
    },
  };
}
