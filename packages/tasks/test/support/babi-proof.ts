import { babiAnswers } from '../../src/index.js';
import type { Question, Story } from '../../src/index.js';

/** The sentences of a story at some lines. */
const textsAt = ({ lines }: Story, indices: readonly number[]): string[] =>
  [...indices].sort((one, other) => one - other).map((index) => lines[index].text);

const isExactly = (answers: readonly string[], { answer }: Question): boolean =>
  answers.length === 1 && answers[0] === answer.toLowerCase();

const isAnsweredBy = (facts: readonly string[], question: Question): boolean =>
  isExactly(babiAnswers(facts, question.text), question);

/** What is wrong with the questions of a story, each as a line of text; nothing, if it is sound. */
export function faultsOf(story: Story, { minimal }: { minimal: boolean }): string[] {
  return story.lines.flatMap((question, index) => {
    if (question.kind !== 'question') return [];
    const before = story.lines.slice(0, index).flatMap((line) => (line.kind === 'fact' ? [line.text] : []));
    const name = `line ${index + 1}, ${question.text} ${question.answer}`;
    const answers = babiAnswers(before, question.text);
    const faults = isExactly(answers, question) ? [] : [`${name}: the facts allow ${answers.join(' or ')}`];
    if (!isAnsweredBy(textsAt(story, question.supporting), question)) {
      faults.push(`${name}: it does not follow from the supporting facts`);
    }
    question.supporting.forEach((_, left) => {
      const fewer = question.supporting.filter((_each, other) => other !== left);
      if (minimal && isAnsweredBy(textsAt(story, fewer), question)) {
        faults.push(`${name}: it follows from fewer facts than said`);
      }
    });
    return faults;
  });
}

/** The tasks where all that is told of a person supports the answer, needed or not. */
export const supportedByAll = [7, 8];
