import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { babiExamples, BabiFileError, babiTasks, babiVocabulary } from '../../src/index.js';
import { readBabiFile, readBabiFolder } from '../../src/node.js';
import { withRealBabi } from '../../../../tools/testing/real-babi.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'loci-babi-'));
});
afterEach(() => rm(root, { recursive: true }));

const story = (place: string) => `1 Mary moved to the ${place}.\n2 Where is Mary?\t${place}\t1\n`;

/** A folder with both files of some tasks; the place in a story tells which file it is from. */
async function folderOf(name: string, tasks: readonly number[]): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder, { recursive: true });
  for (const task of tasks) {
    for (const part of ['train', 'test']) {
      const file = `qa${task}_${babiTasks[task - 1].name}_${part}.txt`;
      await writeFile(join(folder, file), story(`${name}-${task}-${part}`));
    }
  }
  return folder;
}

const all = babiTasks.map(({ number }) => number);

it('reads all 20 tasks in their order, each from its own files', async () => {
  const tasks = await readBabiFolder(await folderOf('stories', all));
  expect(tasks.map(({ number, name, title }) => ({ number, name, title }))).toEqual(babiTasks);
  for (const { number, train, test } of tasks) {
    expect(babiExamples(train).map(({ answer }) => answer)).toEqual([`stories-${number}-train`]);
    expect(babiExamples(test).map(({ answer }) => answer)).toEqual([`stories-${number}-test`]);
  }
});

it('reads the tasks asked for in the order asked for', async () => {
  const tasks = await readBabiFolder(await folderOf('stories', all), { tasks: [11, 1] });
  expect(tasks.map(({ number }) => number)).toEqual([11, 1]);
});

it('finds both published sizes, in the folder around them and in their own', async () => {
  const small = await folderOf('en', [1]);
  const large = await folderOf('en-10k', [1]);
  const answer = async (folder: string, size?: 'en' | 'en-10k') =>
    babiExamples((await readBabiFolder(folder, size && { size }))[0].train)[0].answer;
  expect(await answer(root)).toBe('en-1-train');
  expect(await answer(root, 'en')).toBe('en-1-train');
  expect(await answer(root, 'en-10k')).toBe('en-10k-1-train');
  expect(await answer(small)).toBe('en-1-train');
  expect(await answer(large, 'en-10k')).toBe('en-10k-1-train');
  await expect(answer(small, 'en-10k')).rejects.toThrow(`${small}: there is no folder 'en-10k' in it`);
});

it('takes the tasks that are there, and says which they are if others are asked for', async () => {
  const folder = await folderOf('stories', [2, 15]);
  expect((await readBabiFolder(folder)).map(({ number }) => number)).toEqual([2, 15]);
  await expect(readBabiFolder(folder, { tasks: [2, 3] })).rejects.toThrow(
    new BabiFileError(folder, undefined, 'no file qa3_*_train.txt; tasks there: 2, 15'),
  );
  await rm(join(folder, 'qa15_basic-deduction_test.txt'));
  await expect(readBabiFolder(folder)).rejects.toThrow(
    `${folder}: no file qa15_*_test.txt; tasks there: 2, 15`,
  );
  await writeFile(join(folder, 'qa2_copy_train.txt'), story('kitchen'));
  await expect(readBabiFolder(folder)).rejects.toThrow(
    `${folder}: 2 files qa2_*_train.txt; tasks there: 2, 15`,
  );
});

it('names files and folders that cannot be read', async () => {
  const missing = join(root, 'missing');
  await expect(readBabiFolder(missing)).rejects.toThrow(`${missing}: it does not exist`);
  await expect(readBabiFile(missing)).rejects.toThrow(`${missing}: it does not exist`);
  await expect(readBabiFile(root)).rejects.toThrow(`${root}: it is a folder, not a file`);
  await expect(readBabiFolder(root)).rejects.toThrow(
    `${root}: there are no bAbI files in it, such as qa1_*_train.txt`,
  );
  const file = join(root, 'qa1_x_train.txt');
  await writeFile(file, story('kitchen') + 'Mary');
  await expect(readBabiFolder(file)).rejects.toThrow(`${file}: it is not a folder`);
  await expect(readBabiFile(file)).rejects.toThrow(`${file}:3: expected 'ID sentence.'`);
});

it.each([
  [{ tasks: [0] }, 'tasks[0] must be an integer in [1, 20], got 0'],
  [{ tasks: [1, 21] }, 'tasks[1] must be an integer in [1, 20], got 21'],
  [{ size: '10k' as 'en' }, "size must be 'en' or 'en-10k', got '10k'"],
])('refuses %j', async (options, message) => {
  await expect(readBabiFolder(root, options)).rejects.toThrow(new RangeError(message));
});

/** Facts before a question (least, mean, most) and words of both parts, as measured on the published files. */
const published: Record<number, { facts: [number, number, number]; words: number }> = {
  1: { facts: [2, 6, 10], words: 19 },
  2: { facts: [2, 15.4, 88], words: 33 },
  4: { facts: [2, 2, 2], words: 14 },
  8: { facts: [2, 8.8, 58], words: 34 },
  15: { facts: [8, 8, 8], words: 17 },
  16: { facts: [9, 9, 9], words: 17 },
  20: { facts: [1, 5.9, 12], words: 35 },
};

withRealBabi('reads the published files whole', async (folder) => {
  const tasks = Object.keys(published).map(Number);
  for (const { number, train, test } of await readBabiFolder(folder, { tasks })) {
    const { facts, words } = published[number];
    expect([babiExamples(train).length, babiExamples(test).length]).toEqual([1000, 1000]);
    const examples = [...babiExamples(train), ...babiExamples(test)];
    const counts = examples.map((example) => example.facts.length);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect([Math.min(...counts), Number(mean.toFixed(1)), Math.max(...counts)]).toEqual(facts);
    const withoutAnswers = examples.map((example) => ({ ...example, answer: example.question[0] }));
    expect(babiVocabulary(withoutAnswers)).toHaveLength(words);
  }
});
