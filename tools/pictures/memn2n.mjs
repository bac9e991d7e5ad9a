/** Where a Memory Network looks, hop by hop, for the answer to a question about a story that it has not seen before. */
import { join } from 'node:path';
import {
  longestSentence,
  MemN2N,
  numberQuestions,
  preset,
  questionAnswering,
  storyTensors,
  Vocabulary,
} from '@loci/memn2n';
import { heatmaps } from '@loci/plot';
import { RandomStream } from '@loci/random';
import { babiExamples, generateBabi } from '@loci/tasks';
import { fit } from '@loci/train';
import * as tf from '@tensorflow/tfjs';
import { save } from './support/save.mjs';

const seed = 1;
/** Basic deduction. */
const task = 15;

/** @param {string} folder */
export async function draw(folder) {
  const random = RandomStream.fromSeed(seed);
  const examples = babiExamples(generateBabi(task, random, { questions: 1000 }));
  const [first, ...others] = babiExamples(generateBabi(task, random, { questions: 40 }));
  const asked = [first, ...others.filter(({ answer }) => answer !== first.answer).slice(0, 1)];
  const vocabulary = Vocabulary.of(examples);
  const words = vocabulary.words.length;
  const { model, training } = preset('pe-ls-rn');
  const network = new MemN2N({ ...model, words, sentenceWords: longestSentence(examples), seed });
  const questions = numberQuestions(examples, vocabulary);
  const learner = questionAnswering({ network, ...training, training: questions, validation: [] });
  const { stages, clip } = training;
  for await (const event of fit({ learner, stages, clip, seed })) void event;

  const { logits, attention } = network.answer(storyTensors(network, numberQuestions(asked, vocabulary)));
  const answers = tf.argMax(logits, 1).dataSync();
  const weights = /** @type {number[][][]} */ (attention.arraySync());
  const panels = asked.map(({ facts, question, answer }, index) => ({
    title: `${question.join(' ')}? Answer: ${vocabulary.words[answers[index]]} (wanted: ${answer})`,
    values: facts.map((_, sentence) => weights[index].map((hop) => hop[sentence])),
    rowLabels: facts.map((sentence) => sentence.join(' ')),
    yLabel: 'sentence',
    valueLabel: 'attention',
    scale: /** @type {const} */ ('unit'),
  }));
  const { specification } = heatmaps(panels, { xLabel: 'hop' });
  const { vconcat, ...rest } = /** @type {any} */ (specification);
  const wide = vconcat.map((panel) => ({ ...panel, width: 180 }));
  await save(join(folder, 'attention.png'), { specification: { ...rest, vconcat: wide } });
}
