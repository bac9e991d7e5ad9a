/**
 * Memory Networks learn the tasks of bAbI, on stories of our own: PE LS RN with 1,000 questions, as in the paper's Table 1, and
 * the paper's choice among restarts. `LOCI_LONG=1` adds the tasks that need many restarts, and takes tens of minutes.
 */
import { RandomStream } from '@loci/random';
import { babiExamples, generateBabi } from '@loci/tasks';
import { fit, scorer } from '@loci/train';
import { useTestBackend } from '../../../tools/testing/backend.js';
import {
  longestSentence,
  MemN2N,
  numberQuestions,
  paperErrors,
  preset,
  questionAnswering,
  Vocabulary,
} from '../src/index.js';
import type { StoryQuestion } from '../src/index.js';

beforeAll(useTestBackend);

/** Trains one network. @returns its errors in per cent */
async function errorsOf(
  examples: readonly StoryQuestion[],
  test: readonly StoryQuestion[],
  random: RandomStream,
): Promise<{ readonly training: number; readonly test: number }> {
  const { model, training } = preset('pe-ls-rn');
  const vocabulary = Vocabulary.of(examples);
  const questions = numberQuestions(examples, vocabulary);
  const held = Math.floor(training.validation * questions.length);
  const network = new MemN2N({
    ...model,
    words: vocabulary.words.length,
    sentenceWords: longestSentence(examples),
    seed: random.integer(0, 2 ** 31),
  });
  const learner = questionAnswering({
    network,
    ...training,
    training: questions.slice(held),
    validation: [],
  });
  const { stages, clip } = training;
  for await (const event of fit({ learner, stages, clip, seed: random.integer(0, 2 ** 31) })) void event;
  const grader = scorer(learner);
  const score = async (asked: typeof questions): Promise<number> =>
    100 * (await grader.score(learner.testing(asked), 'softmax')).error;
  const errors = {
    training: await score(questions.slice(held)),
    test: await score(numberQuestions(test, vocabulary)),
  };
  grader.dispose();
  network.dispose();
  return errors;
}

/** More than the paper's error by what chance makes of 1,000 questions (three deviations), and half a per cent. */
function bound(task: number): number {
  const paper = paperErrors['pe-ls-rn']![task - 1];
  return paper + 0.5 + 3 * Math.sqrt((Math.max(paper, 0.5) * (100 - paper)) / 1000);
}

const long = process.env.LOCI_LONG === '1';
const tasks = long ? [1, 2, 4, 6, 12, 15, 16, 20] : [15, 20];
const restarts = long ? 10 : 1;

it.each(tasks)(
  'task %i, with drawn stories and weights',
  async (task) => {
    const random = RandomStream.fromSeed(100 + task);
    const examples = babiExamples(generateBabi(task, random, { questions: 1000 }));
    const test = babiExamples(generateBabi(task, random, { questions: 1000 }));
    const all = [];
    for (let restart = 0; restart < restarts; restart++) all.push(await errorsOf(examples, test, random));
    const best = all.reduce((a, b) => (b.training < a.training ? b : a));
    expect(best.test).toBeLessThanOrEqual(bound(task));
  },
  long ? 3_600_000 : 300_000,
);
