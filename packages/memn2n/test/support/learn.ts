import { RandomStream } from '@loci/random';
import { fit, scorer } from '@loci/train';
import fc from 'fast-check';
import {
  longestSentence,
  MemN2N,
  numberQuestions,
  paperErrors,
  preset,
  questionAnswering,
  Vocabulary,
} from '../../src/index.js';
import type { StoryQuestion } from '../../src/index.js';

/** Questions to learn from, and others to be tested on. */
export interface Questions {
  readonly training: readonly StoryQuestion[];
  readonly test: readonly StoryQuestion[];
}

/** What a network came to, in per cent of wrong answers and nats a question. */
interface Learned {
  readonly trainingError: number;
  readonly trainingLoss: number;
  readonly testError: number;
}

/** Trains a network as the paper's column PE LS RN. */
async function learn({ training: examples, test }: Questions, random: RandomStream): Promise<Learned> {
  const { model, training } = preset('pe-ls-rn');
  const vocabulary = Vocabulary.of(examples);
  const questions = random.shuffle(numberQuestions(examples, vocabulary));
  const learned = questions.slice(Math.floor(training.validation * questions.length));
  const network = new MemN2N({
    ...model,
    words: vocabulary.words.length,
    sentenceWords: longestSentence(examples),
    seed: random.integer(0, 2 ** 31),
  });
  const learner = questionAnswering({ network, ...training, training: learned, validation: [] });
  const { stages, clip } = training;
  for await (const event of fit({ learner, stages, clip, seed: random.integer(0, 2 ** 31) })) void event;
  const grader = scorer(learner);
  const trained = await grader.score(learner.testing(learned), 'softmax');
  const tested = await grader.score(learner.testing(numberQuestions(test, vocabulary)), 'softmax');
  grader.dispose();
  network.dispose();
  return {
    trainingError: 100 * trained.error,
    trainingLoss: trained.loss,
    testError: 100 * tested.error,
  };
}

/** The test error in per cent, with the paper's choice among restarts: the one with the lowest training error. */
export async function testErrorOf(questions: Questions, restarts: number, seed: number): Promise<number> {
  const random = RandomStream.fromSeed(seed);
  let best: Learned | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    const learned = await learn(questions, random);
    if (best === undefined || compare(learned, best) < 0) best = learned;
  }
  return best!.testError;
}

const compare = (a: Learned, b: Learned): number =>
  a.trainingError - b.trainingError || a.trainingLoss - b.trainingLoss;

/** The paper's error of a task in per cent, with PE LS RN and 1,000 training questions. */
export const paperError = (task: number): number => paperErrors['pe-ls-rn']![task - 1];

/** More than the paper's error by what chance makes of 1,000 questions (three deviations), and half a per cent. */
export function bound(task: number): number {
  const paper = paperError(task);
  return paper + 0.5 + 3 * Math.sqrt((Math.max(paper, 0.5) * (100 - paper)) / 1000);
}

/**
 * Checks something with every seed that is drawn. One constant fixes which those are, so that a failure can be repeated; it
 * was written down before anything was trained with it.
 */
export async function forSeeds(count: number, check: (seed: number) => Promise<void>): Promise<void> {
  const property = fc.asyncProperty(fc.nat(2 ** 31 - 1), check);
  await fc.assert(property, { numRuns: count, seed: 20261126, endOnFailure: true });
}
