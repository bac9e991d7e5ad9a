import { unknownName } from '../options/unknown-name.js';
import type { EpisodeTask } from './episode-task.js';
import { additionGrid, multiplicationGrid, threeAdditionGrid, walkGrid } from './grids.js';
import { sortingTape } from './sorting-tape.js';
import {
  copyTape,
  duplicatedInput,
  forwardRepeatCopy,
  forwardReverse,
  repeatCopyTape,
  reverseTape,
} from './tapes.js';
import { ternaryAddition } from './ternary-addition.js';

/** All tasks that are played, by name. */
export const episodeTasks = {
  copy: copyTape,
  'duplicated-input': duplicatedInput,
  reverse: reverseTape,
  'repeat-copy': repeatCopyTape,
  'forward-reverse': forwardReverse,
  'forward-repeat-copy': forwardRepeatCopy,
  sorting: sortingTape,
  'ternary-addition': ternaryAddition,
  walk: walkGrid,
  addition: additionGrid,
  'three-addition': threeAdditionGrid,
  multiplication: multiplicationGrid,
} as const;

export type EpisodeTaskName = keyof typeof episodeTasks;

/** A task by name, with its defaults. @throws RangeError for an unknown name, with a suggestion. */
export function createEpisodeTask(name: string): EpisodeTask {
  if (!Object.hasOwn(episodeTasks, name)) {
    throw unknownName('task that is played', name, Object.keys(episodeTasks));
  }
  return episodeTasks[name as EpisodeTaskName]();
}
