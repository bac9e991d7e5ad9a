/**
 * The Memory Network once more, as plain loops over numbers for one story: equations of arXiv 1503.08895. It knows nothing
 * of slots and symbols: sentences are lists of words, and every weight is computed where it is used.
 */
import type { Encoding } from '../../src/index.js';

type Vector = readonly number[];
/** By row: `embedding[word][number]`. */
type Matrix = readonly Vector[];

/** The embeddings of one hop, of words and of ages (from age 1 on). */
export interface Embedding {
  readonly words: Matrix;
  readonly ages: Matrix;
}

export interface OracleNetwork {
  readonly width: number;
  readonly encoding: Encoding;
  /** Words in the longest sentence. */
  readonly sentenceWords: number;
  readonly relu: boolean;
  readonly linear: boolean;
  /** How many sentences the memory has room for. */
  readonly places: number;
  /** A and C of each hop. */
  readonly hops: readonly { readonly keys: Embedding; readonly values: Embedding }[];
  readonly question: Matrix;
  /** The map of the question between hops; none with adjacent tying. */
  readonly handOn?: Matrix;
  /** `[words][width]` */
  readonly answer: Matrix;
}

export interface OracleStory {
  readonly facts: readonly Vector[];
  /** The age of each fact; none if ages do not count. */
  readonly ages?: Vector;
  readonly question: Vector;
}

const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** l_kj, with k and j from 1. */
function positionWeight(
  { encoding, width, sentenceWords }: OracleNetwork,
  k: number,
  j: number,
  words: number,
  temporal: boolean,
): number {
  if (encoding === 'bag-of-words') return 1;
  if (encoding === 'position') return 1 - j / words - (k / width) * (1 - (2 * j) / words);
  const slots = sentenceWords + (temporal ? 1 : 0);
  return 1 + (4 * (k - (width + 1) / 2) * (j - (slots + 1) / 2)) / (width * slots);
}

function sentence(network: OracleNetwork, words: Vector, embedding: Matrix, temporal: boolean): number[] {
  return Array.from({ length: network.width }, (_, k) =>
    words.reduce(
      (sum, word, j) =>
        sum + positionWeight(network, k + 1, j + 1, words.length, temporal) * embedding[word][k],
      0,
    ),
  );
}

function place(
  network: OracleNetwork,
  story: OracleStory,
  fact: number,
  { words, ages }: Embedding,
): number[] {
  const temporal = story.ages !== undefined;
  const told = sentence(network, story.facts[fact], words, temporal);
  if (!story.ages) return told;
  const age = ages[story.ages[fact] - 1];
  // The code treats the age as the word of the last slot; the paper adds its embedding as it is.
  const weight = (k: number) =>
    network.encoding === 'position-of-code'
      ? positionWeight(network, k, network.sentenceWords + 1, 0, true)
      : 1;
  return told.map((value, k) => value + weight(k + 1) * age[k]);
}

export function answer(
  network: OracleNetwork,
  story: OracleStory,
): { logits: number[]; attention: number[][] } {
  let u = sentence(network, story.question, network.question, story.ages !== undefined);
  const attention: number[][] = [];
  for (const { keys, values } of network.hops) {
    const products = story.facts.map((_, fact) => dot(u, place(network, story, fact, keys)));
    const powers = products.map(Math.exp);
    // Places that hold nothing are zeros: e^0 each.
    const total = powers.reduce((a, b) => a + b, 0) + network.places - powers.length;
    const p = network.linear ? products : powers.map((power) => power / total);
    attention.push(p);
    const o = u.map((_, k) =>
      story.facts.reduce((sum, _fact, fact) => sum + p[fact] * place(network, story, fact, values)[k], 0),
    );
    const { handOn } = network;
    const passed = handOn
      ? u.map((_, k) => u.reduce((sum, value, row) => sum + value * handOn[row][k], 0))
      : u;
    u = passed.map((value, k) => (network.relu ? Math.max(0, value + o[k]) : value + o[k]));
  }
  return { logits: network.answer.map((row) => dot(row, u)), attention };
}
