import type { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { bagTensors } from '../bags/bags.js';
import type { BagTensors } from '../bags/bags.js';
import { encodingRules } from '../encoding.js';
import type { SlotWeight } from '../encoding.js';
import type { MemN2N } from '../memn2n.js';
import { ages } from './ages.js';
import type { NumberedQuestion } from './story-question.js';

/** A batch of stories with their questions. */
export type StoryTensors = {
  /** The sentences of all stories, `places` rows a story, then the questions. */
  readonly bags: BagTensors;
  /** The number of the right answer, -1 where it is not a word that is known; int32 `[batch]`. */
  readonly answers: tf.Tensor1D;
  /** 1 where the question counts, 0 where it only fills the batch, `[batch]`. */
  readonly counted: tf.Tensor1D;
};

export interface StoryTensorOptions {
  /** Stories in the batch, >= the number of questions; questions that do not count fill it. @defaultValue as many */
  readonly batch?: number;
  /** Places of the batch, in [1, network's places]: a story's last sentences fill them. @defaultValue the network's */
  readonly places?: number;
  /** Empty sentences in between, see `ages`. @defaultValue none */
  readonly blanks?: { readonly share: number; readonly random: RandomStream };
}

/** The form of the network that the batch is for. */
type Form = Pick<
  MemN2N,
  'places' | 'words' | 'sentenceWords' | 'symbols' | 'slots' | 'encoding' | 'temporal'
>;

/**
 * Stories with their questions as a network is given them; the tensors are the caller's to dispose. Words that are not known,
 * words beyond the network's `sentenceWords` and sentences beyond the last `places` are left out.
 */
export function storyTensors(
  network: Form,
  questions: readonly NumberedQuestion[],
  { batch = questions.length, places = network.places, blanks }: StoryTensorOptions = {},
): StoryTensors {
  const { slots, words, encoding, temporal } = network;
  const rule = encodingRules[encoding];
  const rows = batch * (places + 1);
  const symbols = new Int32Array(rows * slots);
  const weights = new Float32Array(rows * slots);
  const tilts = new Float32Array(rows * slots);
  const answers = new Int32Array(batch).fill(-1);
  const counted = new Float32Array(batch);

  const put = (slot: number, symbol: number, { weight, tilt }: SlotWeight): void => {
    symbols[slot] = symbol;
    weights[slot] = weight;
    tilts[slot] = tilt;
  };
  const putWords = (row: number, sentence: Int32Array): void => {
    const length = Math.min(sentence.length, network.sentenceWords);
    for (let j = 0; j < length; j++) {
      if (sentence[j] >= 0) put(row * slots + j, sentence[j], rule.ofWord(j + 1, length, slots));
    }
  };

  questions.forEach(({ facts, question, answer }, story) => {
    const kept = facts.slice(-places);
    const told = ages(kept.length, network.places, blanks);
    kept.forEach((sentence, place) => {
      const row = story * places + place;
      putWords(row, sentence);
      if (temporal) put((row + 1) * slots - 1, words + told[place] - 1, rule.ofTime(slots));
    });
    putWords(batch * places + story, question);
    answers[story] = answer;
    counted[story] = 1;
  });
  return {
    bags: bagTensors({ rows, slots, symbols, weights, tilts }, network.symbols),
    answers: tf.tensor1d(answers, 'int32'),
    counted: tf.tensor1d(counted),
  };
}
