import { appendFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command, jsonLines, typed } from '../support/command.js';
import { files, writeStories } from '../support/stories.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';

jest.setTimeout(300_000);

/** Small and in this thread. */
const quick = ['--epochs', '2', '--restarts', '2', '--workers', '1', '--quiet'];

const babi = (folder: string, ...more: readonly string[]) =>
  command('babi', folder, ...quick, '--out', join(folder, '../run'), ...more);

/** The results of a run but for the seconds. */
const results = async (run: string) =>
  jsonLines(await readFile(join(run, 'results.jsonl'), 'utf8')).map(({ seconds, ...result }) => {
    expect(seconds).toEqual(expect.any(Number));
    return result;
  });

describe('loci babi', () => {
  it('trains every task again and again and shows the table of the paper, ours beside its columns', () =>
    withTemporaryFolder(async (folder) => {
      const stories = writeStories(folder);
      const { code, stdout, stderr } = await babi(stories);
      expect([code, stderr]).toEqual([0, '']);
      const rows = stdout.split('\n').map((line) => line.trim().split(/\s{2,}/));
      expect(rows[1]).toEqual(['task', 'MemNN', 'LSTM', 'BoW', 'PE', 'PE LS', 'PE LS RN', 'here']);
      const one = rows.find(([title]) => title === '1: 1 supporting fact')!;
      expect(one.slice(1, 7)).toEqual(['0.0', '50.0', '0.6', '0.1', '0.2', '0.0']);
      const four = rows.find(([title]) => title === '4: 2 argument relations')!;
      expect(four.slice(1, 7)).toEqual(['0.0', '39.0', '32.0', '3.8', '11.6', '2.8']);
      const [first, last] = [Number(one[7]), Number(four[7])];
      expect(rows.find(([title]) => title === 'mean error (%)')!.slice(6)).toEqual([
        '1.4',
        ((first + last) / 2).toFixed(1),
      ]);
      const failed = [first, last].filter((error) => error > 5).length;
      expect(rows.find(([title]) => title === 'failed tasks (> 5 %)')!.slice(6)).toEqual([
        '0',
        String(failed),
      ]);

      const stored = await results(join(folder, 'run'));
      expect(stored.map(({ tasks, restart }) => [tasks, restart])).toEqual([
        [[1], 1],
        [[4], 1],
        [[1], 2],
        [[4], 2],
      ]);
      // The first task's error in the table is that of the restart with the lowest training error.
      const [best] = stored
        .filter(({ tasks }) => String(tasks) === '1')
        .sort(
          (a, b) =>
            Number(a.trainingError) - Number(b.trainingError) ||
            Number(a.trainingLoss) - Number(b.trainingLoss),
        );
      expect(first).toBeCloseTo(100 * (best.tests as { error: number }[])[0].error, 1);
      expect((await readdir(join(folder, 'run'))).sort()).toEqual([
        'babi.json',
        'results.jsonl',
        'task-01.json',
        'task-04.json',
      ]);
    }));

  it('goes on where it was killed, to the same numbers, and does nothing twice', () =>
    withTemporaryFolder(async (folder) => {
      const stories = writeStories(folder);
      const run = join(folder, 'run');
      const whole = await babi(stories, '--json');
      const undisturbed = await results(run);
      const file = join(run, 'results.jsonl');
      const text = await readFile(file, 'utf8');
      const [first, second] = text.split('\n');
      await truncate(file, first.length + 1);
      // As a process leaves it that is killed while it writes.
      await appendFile(file, second.slice(0, 20));

      const again = await babi(stories, '--json');
      expect(again.code).toBe(0);
      expect(jsonLines(again.stdout).filter(({ type }) => type === 'restart')).toHaveLength(3);
      expect(await results(run)).toEqual(undisturbed);
      expect(jsonLines(again.stdout).at(-1)).toEqual(jsonLines(whole.stdout).at(-1));

      const nothing = await babi(stories, '--json');
      expect(jsonLines(nothing.stdout).map(({ type }) => type)).toEqual(['run', 'table']);
    }));

  it('trains one network on all tasks together', () =>
    withTemporaryFolder(async (folder) => {
      const stories = writeStories(folder);
      const { code, stdout } = await babi(stories, '--joint', '--restarts', '1', '--json');
      expect(code).toBe(0);
      const [run, restart, table] = jsonLines(stdout);
      expect(run).toMatchObject({ variant: 'joint-pe-ls-rn', tasks: [1, 4] });
      expect(restart).toMatchObject({ tasks: [1, 4], restart: 1, tests: [{ task: 1 }, { task: 4 }] });
      expect(table).toMatchObject({
        tasks: [
          { task: 1, paper: 0 },
          { task: 4, paper: 13.4 },
        ],
      });
      const reply = await typed(
        'Mary went to the hall.\nWhere is Mary?\n',
        'ask',
        join(folder, 'run'),
        '--json',
      );
      expect(jsonLines(reply.stdout)).toHaveLength(1);
    }));

  it('refuses to go on with other settings, and keeps what is there', () =>
    withTemporaryFolder(async (folder) => {
      const stories = writeStories(folder);
      await babi(stories, '--tasks', '1', '--restarts', '1');
      const before = await results(join(folder, 'run'));
      const { code, stderr } = await babi(stories, '--variant', 'pe-ls');
      expect(code).toBe(2);
      expect(stderr).toBe(
        `error: ${join(folder, 'stories/../run/babi.json')}: holds a run with variant pe-ls-rn, not pe-ls: give another --out\n`,
      );
      expect(await results(join(folder, 'run'))).toEqual(before);
    }));

  it('counts answers that the training file lacks as wrong, and says so', () =>
    withTemporaryFolder(async (folder) => {
      const [train, test] = ['qa1_single-supporting-fact_train.txt', 'qa1_single-supporting-fact_test.txt'];
      const unknown = '1 Mary went to the hall.\n2 Where is Mary?\tattic\t1\n';
      const stories = writeStories(folder, { [train]: files()[train], [test]: files()[test] + unknown });
      const { code, stdout } = await babi(stories);
      expect(code).toBe(0);
      expect(stdout).toContain(
        'Task 1: 1 of 7 test questions have an answer that the training file lacks; they count as wrong.',
      );
      for (const { tests } of await results(join(folder, 'run'))) {
        expect(tests).toMatchObject([{ questions: 7, unknownAnswers: 1 }]);
        expect((tests as { error: number }[])[0].error).toBeGreaterThanOrEqual(1 / 7);
      }
    }));

  it.each([
    [
      '1 Mary went to the hall.\n2 Where is Mary?\thall\n',
      /qa1_x_train\.txt:2: a question has 3 fields between tabs/,
    ],
    ['', /qa1_x_train\.txt: there is no story in it/],
    ['1 Mary went to the hall.\n', /qa1_x_train\.txt: there is no question in it/],
  ])('says in one line what is wrong with a file: %j', (text, message) =>
    withTemporaryFolder(async (folder) => {
      const stories = writeStories(folder, {
        'qa1_x_train.txt': text,
        'qa1_x_test.txt': files()['qa4_two-arg-relations_test.txt'],
      });
      const { code, stdout, stderr } = await babi(stories);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(message);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(await readdir(folder)).toEqual(['stories']);
    }),
  );

  it.each([
    [['--variant', 'pe-ls-nr'], "error: unknown variant 'pe-ls-nr', did you mean 'pe-ls-rn'? Known are"],
    [['--joint', '--variant', 'bow'], "error: unknown variant 'joint-bow'"],
    [['--tasks', '0-3'], "--tasks <list>' argument '0-3' is invalid. It must be numbers in [1, 20]"],
    [['--tasks', '2'], 'no file qa2_*_train.txt; tasks there: 1, 4'],
    [['--encoding', 'postion'], "unknown encoding 'postion', did you mean 'position'?"],
  ])('refuses %j', (flags, message) =>
    withTemporaryFolder(async (folder) => {
      const { code, stdout, stderr } = await babi(writeStories(folder), ...flags);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(message);
    }),
  );
});

describe('loci ask', () => {
  it('answers questions about the story told, with the attention of each hop', () =>
    withTemporaryFolder(async (folder) => {
      await babi(writeStories(folder), '--epochs', '12');
      const ask = (input: string, ...flags: readonly string[]) =>
        typed(input, 'ask', join(folder, 'run'), '--task', '1', ...flags);

      const input =
        '1 Mary went to the hall. Nobody went to the garden.\n3 Where is Mary?\thall\t1\n\nWhere is John?\n';
      const told = await ask(input);
      expect(told.code).toBe(0);
      expect(told.stderr).toBe('note: not known, and passed over: nobody\n');
      const lines = told.stdout.split('\n').map((line) => line.trim());
      expect(lines[0]).toMatch(/^sentence +hop 1 +hop 2 +hop 3$/);
      expect(lines[1]).toMatch(/^mary went to the hall( +[01]\.\d\d){3}$/);
      expect(lines[2]).toMatch(/^nobody went to the garden( +[01]\.\d\d){3}$/);
      expect(lines[3]).toMatch(/^\(nothing\)( +[01]\.\d\d){3}$/);
      expect(lines[4]).toMatch(/^hall \(\d+\.\d %; \w+ \d+\.\d %, \w+ \d+\.\d %\)$/);

      const [first, second] = jsonLines((await ask(input, '--json')).stdout);
      expect(first).toMatchObject({ type: 'answer', answer: 'hall', question: ['where', 'is', 'mary'] });
      for (const weights of first.attention as number[][]) {
        // The rest is on the places that hold nothing.
        const sum = weights.reduce((total, weight) => total + weight);
        expect(sum).toBeGreaterThan(0);
        expect(sum).toBeLessThan(1);
      }
      // The empty line began a new story, of which nothing is told.
      expect(second).toMatchObject({ facts: [], attention: [[], [], []] });

      const statement = await ask('Where is Mary\n');
      expect([statement.stdout, statement.stderr]).toEqual([
        '',
        "note: taken as told: a question ends with '?'\n",
      ]);

      const which = await typed('', 'ask', join(folder, 'run'));
      expect([which.code, which.stderr]).toEqual([
        2,
        `error: which task? --task says it; ${join(folder, 'run')} has 1, 4\n`,
      ]);
      const none = await typed('', 'ask', join(folder, 'run'), '--task', '7');
      expect(none.stderr).toBe(`error: --task 7: ${join(folder, 'run')} has networks of 1, 4\n`);

      const network = join(folder, 'run/task-01.json');
      const sound = await readFile(network, 'utf8');
      for (const damaged of ['{', '{}', sound.replace('"width":20', '"width":19')]) {
        await writeFile(network, damaged);
        const { code, stdout, stderr } = await ask('Where is Mary?\n');
        expect([code, stdout]).toEqual([2, '']);
        expect(stderr).toMatch(/^error: .*task-01\.json: is damaged: .*\n$/);
      }
    }));

  it('says where there is no network', () =>
    withTemporaryFolder(async (folder) => {
      expect((await typed('', 'ask', join(folder, 'none'))).stderr).toBe(
        `error: ${join(folder, 'none')}: is not there\n`,
      );
      expect((await typed('', 'ask', folder)).stderr).toBe(
        `error: ${folder}: holds no network: 'loci babi' makes some\n`,
      );
    }));
});
