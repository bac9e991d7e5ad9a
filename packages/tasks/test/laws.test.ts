/** Every task, as it is and with other options, under the laws that users' own must obey. */
import { taskLaws } from '@loci/laws';
import { createTask, tasks } from '../src/index.js';
import type { Task, TaskName } from '../src/index.js';

const byName = (Object.keys(tasks) as TaskName[]).map((name): [string, Task] => [name, createTask(name)]);

const otherwise: Record<string, Task> = {
  'copy of single bits': createTask('copy', { bits: 1 }),
  'repeat copy of other counts than trained on': createTask('repeat-copy', {
    repeats: { low: 1, high: 20 },
    trainRepeats: { low: 1, high: 10 },
  }),
  'associative recall of long items': createTask('associative-recall', { bits: 2, vectors: 5 }),
  'bits that are fair': createTask('dynamic-n-grams', { order: 1 }),
  'sorting out the first of all': createTask('priority-sort', { bits: 3, highest: 1 }),
};

/** What some tasks are by their nature, and which law that breaks. */
const exceptions: Record<string, readonly string[]> = {
  // There is one string for each n.
  'sequences of a batch are drawn one by one': ['anbn', 'anbncn', 'anbncndn', 'anb2n'],
  // More symbols are asked for than the shortest answers have, and those do not count.
  'after the last step that counts all is zero': [
    'stack-manipulation',
    'binary-addition',
    'binary-multiplication',
  ],
};

describe.each([...byName, ...Object.entries(otherwise)])('%s', (_name, task) => {
  test.each(taskLaws(task))('$name', ({ name, check }) => {
    if (exceptions[name]?.includes(task.name)) expect(check).toThrow(name);
    else check();
  });
});
