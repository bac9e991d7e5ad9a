/** `loci babi` in a process of its own: what signals and kills leave behind, and what bad files are told to be. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { built } from './support/built.js';
import { jsonLines } from './support/command.js';
import { files, writeStories } from './support/stories.js';
import { withTemporaryFolder } from './support/temporary-folder.js';

jest.setTimeout(600_000);

const RESTARTS = 3;
const run = (workers: number) => [
  ...['babi', 'stories', '--epochs', '3', '--restarts', String(RESTARTS)],
  ...['--workers', String(workers), '--json', '--quiet', '--out', 'run'],
];

/** The stored results of a folder but for the seconds, in the order of restarts and tasks: threads end in any order. */
const stored = (folder: string): unknown[] => {
  const text = readFileSync(join(folder, 'run/results.jsonl'), 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const results = whole === '' ? [] : jsonLines(whole);
  return results
    .map(({ seconds, ...result }) => {
      expect(seconds).toBeGreaterThan(0);
      return result;
    })
    .sort((a, b) => JSON.stringify([a.restart, a.tasks]).localeCompare(JSON.stringify([b.restart, b.tasks])));
};

/** How many restarts were told. */
const told = (stdout: string): number => stdout.match(/"type":"restart"/g)?.length ?? 0;

/** Whatever is there under its own name is whole. */
const expectWholeFiles = (folder: string): void => {
  for (const name of readdirSync(join(folder, 'run')).filter((each) => /^[^.].*\.json$/.test(each))) {
    expect(() => void JSON.parse(readFileSync(join(folder, 'run', name), 'utf8'))).not.toThrow();
  }
};

/** The results of a run that nothing stopped. */
let undisturbed: unknown[];
beforeAll(() =>
  withTemporaryFolder(async (folder) => {
    writeStories(folder);
    const { code, stderr } = await built(run(1), { cwd: folder });
    expect([code, stderr]).toEqual([0, '']);
    undisturbed = stored(folder);
    expect(undisturbed).toHaveLength(2 * RESTARTS);
  }),
);

test.each([
  ['SIGINT', 1],
  ['SIGINT', 2],
  ['SIGTERM', 1],
] as const)(
  '%s keeps the restarts that are done, with %i at once; the same command does the others',
  (signal, workers) =>
    withTemporaryFolder(async (folder) => {
      writeStories(folder);
      let sent = false;
      const stopped = await built(run(workers), {
        cwd: folder,
        watch(child, stdout) {
          if (sent || told(stdout) < 2) return;
          sent = true;
          child.kill(signal);
        },
      });
      expect(stopped.code).toBe(130);
      const done = stored(folder).length;
      expect(done).toBe(told(stopped.stdout));
      expect(stopped.stderr).toMatch(
        new RegExp(
          `^Interrupted with ${done} of 6 restarts done; the same command goes on:\\n {2}.* babi stories .*\\n$`,
        ),
      );
      expectWholeFiles(folder);

      const ended = await built(run(workers), { cwd: folder });
      expect([ended.code, ended.stderr, told(ended.stdout)]).toEqual([0, '', 6 - done]);
      expect(stored(folder)).toEqual(undisturbed);
    }),
);

test('a kill at any moment leaves whole files, and loses no restart that was told', () =>
  withTemporaryFolder(async (folder) => {
    writeStories(folder);
    let before = 0;
    // Milliseconds after a restart was told.
    for (const delay of [0, 60, 300]) {
      let sent = false;
      const killed = built(run(1), {
        cwd: folder,
        watch(child, stdout) {
          if (sent || told(stdout) < 1) return;
          sent = true;
          setTimeout(() => child.kill('SIGKILL'), delay);
        },
      });
      await expect(killed).rejects.toThrow('SIGKILL');
      const after = stored(folder).length;
      expect(after).toBeGreaterThan(before);
      before = after;
      expectWholeFiles(folder);
    }
    // As a process leaves it that is killed while it writes a network.
    writeFileSync(join(folder, 'run/.tmp-1-0-task-01.json'), '{');
    const ended = await built(run(1), { cwd: folder });
    expect([ended.code, ended.stderr, told(ended.stdout)]).toEqual([0, '', 6 - before]);
    expect(stored(folder)).toEqual(undisturbed);
    expect(readdirSync(join(folder, 'run')).sort()).toEqual([
      'babi.json',
      'results.jsonl',
      'task-01.json',
      'task-04.json',
    ]);
  }));

const train = 'qa1_single-supporting-fact_train.txt';
const fact = '1 Mary went to the hall.\n';
const where = (text: string) => `stories/${train}${text}`;

describe('one clear line for', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', where(': there is no story in it')],
    ['no question', fact, where(': there is no question in it')],
    [
      'a missing tab',
      `${fact}2 Where is Mary? hall 1\n`,
      where(':2: a question needs <TAB>answer<TAB>IDs, got "Where is Mary? hall 1"'),
    ],
    [
      'a missing field',
      `${fact}2 Where is Mary?\thall\n`,
      where(
        ':2: a question has 3 fields between tabs (question, answer, IDs), got 2: "Where is Mary?\\thall"',
      ),
    ],
    [
      'bytes that are not UTF-8',
      Uint8Array.from([...Buffer.from(fact), ...Buffer.from('2 caf'), 0xe9, 0x2e, 0x0a]),
      where(':2: this is not UTF-8 text'),
    ],
  ])('%s', (_, content, message) =>
    withTemporaryFolder(async (folder) => {
      writeStories(folder);
      writeFileSync(join(folder, 'stories', train), content);
      const { code, stdout, stderr } = await built(run(1), { cwd: folder });
      expect([code, stdout, stderr]).toEqual([2, '', `error: ${message}\n`]);
      expect(readdirSync(folder)).toEqual(['stories']);
    }),
  );

  test('a folder that is not there, and one without stories', () =>
    withTemporaryFolder(async (folder) => {
      const missing = await built(run(1), { cwd: folder });
      expect([missing.code, missing.stderr]).toEqual([2, 'error: stories: it does not exist\n']);
      mkdirSync(join(folder, 'stories'));
      const empty = await built(run(1), { cwd: folder });
      expect(empty.code).toBe(2);
      expect(empty.stderr).toMatch(/^error: stories: there are no bAbI files in it[^\n]*\n$/);
    }));
});

test('CRLF, a byte order mark, long stories and unknown answers are no errors', () =>
  withTemporaryFolder(async (folder) => {
    const [test] = Object.keys(files()).filter((name) => name.startsWith('qa1') && name.endsWith('test.txt'));
    const moves = Array.from(
      { length: 80 },
      (_, i) => `${i + 1} Mary went to the ${i % 2 ? 'hall' : 'garden'}.\n`,
    );
    const long = `${moves.join('')}81 Where is Mary?\thall\t80\n`;
    const unknown = `${fact}2 Where is Mary?\tattic\t1\n`;
    const crlf = `\uFEFF${files()[train] + long}`.replaceAll('\n', '\r\n');
    writeStories(folder, { [train]: crlf, [test]: files()[test] + long + unknown });
    const { code, stdout, stderr } = await built(run(1), { cwd: folder });
    expect([code, stderr]).toEqual([0, '']);
    const [result] = jsonLines(stdout).filter(({ type }) => type === 'restart');
    expect(result.tests).toMatchObject([{ task: 1, questions: 8, unknownAnswers: 1 }]);
  }));
