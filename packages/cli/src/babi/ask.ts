import { storyTensors } from '@loci/memn2n';
import type { MemN2N, NumberedQuestion, Vocabulary } from '@loci/memn2n';
import * as tf from '@tensorflow/tfjs';

/** An answer and how sure it is, in [0, 1]. */
interface Guess {
  readonly answer: string;
  readonly probability: number;
}

/** What a network says to a question. */
export interface Reply extends Guess {
  /** The answers that come next. */
  readonly next: readonly Guess[];
  /**
   * The weight of each sentence, the oldest first, by hop; what they lack to one is looked at by nobody: it is on the places of
   * the memory that hold nothing. Of a long story only the last sentences are held.
   */
  readonly attention: readonly (readonly number[])[];
}

const GUESSES = 3;

export function ask(network: MemN2N, question: NumberedQuestion, vocabulary: Vocabulary): Reply {
  const places = Math.min(network.places, question.facts.length);
  const [probabilities, attention] = tf.tidy(() => {
    const stories = storyTensors(network, [question], { places: Math.max(1, places) });
    const said = network.answer(stories);
    return [tf.softmax(said.logits).dataSync(), said.attention.arraySync()[0]];
  });
  const [best, ...next] = Array.from(probabilities, (probability, word) => ({
    answer: vocabulary.words[word],
    probability,
  }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, GUESSES);
  return { ...best, next, attention: attention.map((weights) => weights.slice(0, places)) };
}
