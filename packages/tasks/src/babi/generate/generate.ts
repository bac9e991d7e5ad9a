import type { RandomStream } from '@loci/random';
import { checkInteger } from '../../options/check.js';
import type { Story } from '../story.js';
import { babiTasks } from '../catalogue.js';
import { countCarried, listCarried } from './tasks/carrying.js';
import { basicCoreference, compoundCoreference, conjunction } from './tasks/coreference.js';
import { basicDeduction } from './tasks/deduction.js';
import { directions } from './tasks/directions.js';
import { whoGaveWhat } from './tasks/giving.js';
import { basicInduction } from './tasks/induction.js';
import { motivations } from './tasks/motivations.js';
import { pathFinding } from './tasks/paths.js';
import { positionalReasoning } from './tasks/positions.js';
import { sizeReasoning } from './tasks/sizes.js';
import { timeReasoning } from './tasks/times.js';
import { indefiniteKnowledge, simpleNegation } from './tasks/uncertain.js';
import { whereIsObject } from './tasks/where-is-object.js';
import { isPersonThere, whereIsPerson } from './tasks/where-is-person.js';
import { whereWasObject } from './tasks/where-was-object.js';

/** One story of each task, in the order of their numbers. */
const stories: readonly ((random: RandomStream) => Story)[] = [
  whereIsPerson,
  whereIsObject,
  whereWasObject,
  directions,
  whoGaveWhat,
  isPersonThere,
  countCarried,
  listCarried,
  simpleNegation,
  indefiniteKnowledge,
  basicCoreference,
  conjunction,
  compoundCoreference,
  timeReasoning,
  basicDeduction,
  basicInduction,
  positionalReasoning,
  sizeReasoning,
  pathFinding,
  motivations,
];

export interface GenerateBabiOptions {
  /** Questions in all, in [1, 1000000]; the last story ends with the last of them. @defaultValue 1000 */
  readonly questions?: number;
}

/**
 * New stories of one of the 20 bAbI tasks, with the words, the forms and the distributions of the published files. The same
 * state of the random stream gives the same stories. Every answer follows from the facts before its question, and no other
 * does; in the order of the file, `supporting` has the facts that it follows from.
 *
 * Conventions of reading, as in the published files: a person stays where he or she is until something else is told; 'north
 * of' and 'above' mean the next place in this direction (tasks 4, 17, 19); who gave what is about the last time (task 5);
 * a color is that of the one of the same species who was introduced last (task 16).
 *
 * @param task the number of the task, from 1 to 20: see `babiTasks`.
 * @throws RangeError that names what is out of range.
 */
export function generateBabi(
  task: number,
  random: RandomStream,
  { questions = 1000 }: GenerateBabiOptions = {},
): Story[] {
  checkInteger('task', task, { low: 1, high: babiTasks.length });
  checkInteger('questions', questions, { low: 1, high: 1_000_000 });
  const result: Story[] = [];
  for (let left = questions; left > 0;) {
    const story = firstQuestions(stories[task - 1](random), left);
    left -= story.lines.filter(({ kind }) => kind === 'question').length;
    result.push(story);
  }
  return result;
}

/** A story up to its so many-th question, or the whole if it has no more. */
function firstQuestions({ lines }: Story, count: number): Story {
  let asked = 0;
  const end = lines.findIndex(({ kind }) => kind === 'question' && ++asked === count);
  return { lines: end < 0 ? lines : lines.slice(0, end + 1) };
}
