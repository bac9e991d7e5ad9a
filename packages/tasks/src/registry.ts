import { associativeRecall } from './algorithmic/associative-recall.js';
import { copy } from './algorithmic/copy.js';
import { dynamicNGrams } from './algorithmic/dynamic-n-grams.js';
import { prioritySort } from './algorithmic/priority-sort.js';
import { repeatCopy } from './algorithmic/repeat-copy.js';
import { reverse } from './algorithmic/reverse.js';
import {
  reverseString,
  stackManipulation,
  modularArithmeticBrackets,
  solveEquation,
} from './formal/context-free.js';
import { duplicateString, missingDuplicate, oddsFirst, bucketSort } from './formal/context-sensitive.js';
import { binaryAddition, binaryMultiplication, computeSqrt } from './formal/numbers.js';
import { evenPairs, parityCheck, cycleNavigation, modularArithmetic } from './formal/regular.js';
import { addition } from './languages/addition.js';
import { anbn, anbncn, anbncndn, anb2n, anbmcnm, anbkcnk, anbmcndm } from './languages/counting.js';
import { dyck } from './languages/dyck.js';
import { memorisation } from './languages/memorisation.js';
import { unknownName } from './options/unknown-name.js';
import type { ConfiguredTask } from './sequence-task.js';

/** All tasks by name; each is a function of its options, all of which have defaults. */
export const tasks = {
  copy,
  'repeat-copy': repeatCopy,
  'associative-recall': associativeRecall,
  'dynamic-n-grams': dynamicNGrams,
  'priority-sort': prioritySort,
  reverse,
  anbn,
  anbncn,
  anbncndn,
  anb2n,
  anbmcnm,
  anbkcnk,
  anbmcndm,
  memorisation,
  addition,
  dyck,
  'even-pairs': evenPairs,
  'parity-check': parityCheck,
  'cycle-navigation': cycleNavigation,
  'modular-arithmetic': modularArithmetic,
  'reverse-string': reverseString,
  'stack-manipulation': stackManipulation,
  'modular-arithmetic-brackets': modularArithmeticBrackets,
  'solve-equation': solveEquation,
  'duplicate-string': duplicateString,
  'missing-duplicate': missingDuplicate,
  'odds-first': oddsFirst,
  'bucket-sort': bucketSort,
  'binary-addition': binaryAddition,
  'binary-multiplication': binaryMultiplication,
  'compute-sqrt': computeSqrt,
} as const;

export type TaskName = keyof typeof tasks;

/** Options of any task, as JSON holds them. */
export type OptionsData = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** The options of the task of that name; of a name not known before the program runs, any. */
export type TaskOptions<Name extends string> = Name extends TaskName
  ? NonNullable<Parameters<(typeof tasks)[Name]>[0]>
  : OptionsData;

/** The task of that name. */
export type TaskNamed<Name extends string> = Name extends TaskName
  ? ReturnType<(typeof tasks)[Name]>
  : ConfiguredTask<OptionsData>;

/**
 * A task by name, and its options as data: `createTask(task.name, task.options)` is the same task again.
 *
 * @throws RangeError for an unknown name or option, with a suggestion, and for a value out of range.
 */
export function createTask<Name extends string>(
  name: Name,
  options: TaskOptions<Name> = {} as TaskOptions<Name>,
): TaskNamed<Name> {
  if (!Object.hasOwn(tasks, name)) throw unknownName('task', name, Object.keys(tasks));
  return tasks[name as TaskName](options) as TaskNamed<Name>;
}
