export type { Batch, Metric, SampleOptions, Sequences, Task } from './task.js';
export { createTask, tasks } from './registry.js';
export type { OptionsData, TaskName, TaskNamed, TaskOptions } from './registry.js';

export { copy } from './algorithmic/copy.js';
export type { CopyOptions } from './algorithmic/copy.js';
export { repeatCopy } from './algorithmic/repeat-copy.js';
export type { RepeatCopyOptions } from './algorithmic/repeat-copy.js';
export { associativeRecall } from './algorithmic/associative-recall.js';
export type { AssociativeRecallOptions } from './algorithmic/associative-recall.js';
export { dynamicNGrams } from './algorithmic/dynamic-n-grams.js';
export type { DynamicNGramsOptions } from './algorithmic/dynamic-n-grams.js';
export { prioritySort } from './algorithmic/priority-sort.js';
export type { PrioritySortOptions } from './algorithmic/priority-sort.js';
export { reverse } from './algorithmic/reverse.js';
export type { ReverseOptions } from './algorithmic/reverse.js';

export { anbn, anbncn, anbncndn, anb2n, anbmcnm, anbkcnk, anbmcndm } from './languages/counting.js';
export { memorisation } from './languages/memorisation.js';
export { addition } from './languages/addition.js';
export type { LanguageTask, LanguageTaskOptions } from './languages/language-task.js';
export { dyck } from './languages/dyck.js';
export type { DyckOptions } from './languages/dyck.js';

export { evenPairs, parityCheck, cycleNavigation, modularArithmetic } from './formal/regular.js';
export {
  reverseString,
  stackManipulation,
  modularArithmeticBrackets,
  solveEquation,
} from './formal/context-free.js';
export { duplicateString, missingDuplicate, oddsFirst, bucketSort } from './formal/context-sensitive.js';
export { binaryAddition, binaryMultiplication, computeSqrt } from './formal/numbers.js';
export type { FormalTask, FormalTaskOptions } from './formal/formal-task.js';

export { sequenceTask } from './sequence-task.js';
export type { ConfiguredTask, SequenceTaskDefinition } from './sequence-task.js';
export type { Step } from './steps.js';
export type { Channel } from './picture.js';
export type { IntegerRange } from './options/check.js';
export { unknownName } from './options/unknown-name.js';

export { wrongBits } from './metrics/wrong-bits.js';
export { exactSequences } from './metrics/exact-sequences.js';
export { exactStrings } from './metrics/exact-strings.js';
export { bitsAboveOptimal } from './metrics/bits-above-optimal.js';
export { optimalNGramPredictions, optimalNGramProbabilities } from './optimal-n-grams.js';

export { babiTasks } from './babi/catalogue.js';
export type { BabiTaskInfo } from './babi/catalogue.js';
export type { Fact, Question, Story } from './babi/story.js';
export { BabiFileError } from './babi/file-error.js';
export { parseBabi } from './babi/parse.js';
export { writeBabi } from './babi/write.js';
export { wordsOf } from './babi/words.js';
export { babiExamples, babiVocabulary } from './babi/examples.js';
export type { BabiExample } from './babi/examples.js';
export { generateBabi } from './babi/generate/generate.js';
export type { GenerateBabiOptions } from './babi/generate/generate.js';

export { babiAnswers } from './babi/solve/answers.js';
export { createEpisodeTask, episodeTasks } from './episodes/registry.js';
export type { EpisodeTaskName } from './episodes/registry.js';
export { episodeTask } from './episodes/episode-task.js';
export type {
  EpisodeBatch,
  EpisodeExtent,
  EpisodeInstance,
  EpisodeSampleOptions,
  EpisodeTask,
} from './episodes/episode-task.js';
export { sortingTape } from './episodes/sorting-tape.js';
export type { TapeTaskOptions } from './episodes/tape-task.js';
export { ternaryAddition } from './episodes/ternary-addition.js';
export { additionGrid, multiplicationGrid, threeAdditionGrid, walkGrid } from './episodes/grids.js';
export {
  copyTape,
  duplicatedInput,
  forwardRepeatCopy,
  forwardReverse,
  repeatCopyTape,
  reverseTape,
} from './episodes/tapes.js';
