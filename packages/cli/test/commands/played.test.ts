import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command, jsonLines } from '../support/command.js';
import { playing } from '../support/small.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';

jest.setTimeout(300_000);

const run = (folder: string, ...more: readonly string[]) =>
  command('train', 'rl-copy', ...playing, '--steps', '20', '--out', folder, ...more);

test('a run trains, shows what came of it and is kept; it is evaluated and drawn', () =>
  withTemporaryFolder(async (folder) => {
    const out = join(folder, 'run');
    const { code, stdout, stderr } = await run(out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Trained for 20 updates, 40 episodes, in \d+s; level 3 of 3\.\n/);
    // A row a level: symbols that are right, episodes without a mistake.
    const rows = (text: string) => text.split('\n').filter((line) => /^ +\d+( +\d+\.\d+){2}$/.test(line));
    expect(rows(stdout).map((row) => row.trim().split(/ +/)[0])).toEqual(['3']);
    expect(stdout).toContain('2 new episodes of each level; trained on levels 1 to 3.');
    expect(stdout).toContain(`Evaluate it`);
    expect(stderr).toMatch(
      /^Training an RL-NTM on rl-copy: [\d,]+ parameters\nPreset practical, seed 1, engine jit; kept in /,
    );
    expect(stderr).toMatch(/\nstep 20: level 3, \d+\.\d\d % with a mistake, .* episodes\/s, 0s left\n/);
    expect((await readdir(join(out, 'pictures'))).sort()).toEqual(['level-3.png', 'level-3.svg']);
    expect(await readFile(join(out, 'pictures/level-3.svg'), 'utf8')).toContain('seed 1, after 20 updates');
    const record = JSON.parse(await readFile(join(out, 'run.json'), 'utf8')) as Record<string, unknown>;
    expect(record).toMatchObject({
      kind: 'episodes',
      task: 'copy',
      settings: { batch: 2, updates: 20, curriculum: { low: 1, high: 3 } },
      about: { seed: 1, model: { model: 'rl-ntm', controller: 'direct-access', units: 4, width: 2 } },
    });

    const evaluated = await command('evaluate', out, '--sequences', '3', '--picture');
    expect([evaluated.code, evaluated.stderr]).toEqual([0, '']);
    expect(evaluated.stdout).toMatch(/^rl-copy, .*, checkpoint of step 20\n/);
    // Unless others are asked for, levels are those that the run was evaluated on.
    expect(rows(evaluated.stdout).map((row) => row.trim().split(/ +/)[0])).toEqual(['3']);
    expect(evaluated.stdout).toMatch(
      /\nAn episode of level 3:\n\nstep {2}input +memory {2}writes {2}wanted\n/,
    );

    const pictures = join(folder, 'pictures');
    const flags = ['--lengths', '2', '--picture', '--pictures', pictures];
    const drawn = await command('evaluate', out, ...flags, '--json');
    const [scores, episode, files] = jsonLines(drawn.stdout);
    expect(scores).toMatchObject({ type: 'level-evaluation', task: 'rl-copy', scores: [{ level: 2 }] });
    expect(episode).toMatchObject({
      type: 'episode',
      level: 2,
      text: expect.stringMatching(/^step/) as string,
    });
    expect(files).toEqual({
      type: 'pictures',
      files: ['level-2.svg', 'level-2.png'].map((file) => join(pictures, file)),
    });
  }));

test('--json gives one object a line, and the metrics are what was told', () =>
  withTemporaryFolder(async (folder) => {
    const out = join(folder, 'run');
    const { code, stdout, stderr } = await run(out, '--json', '--quiet', '--no-pictures');
    expect([code, stderr]).toEqual([0, '']);
    const events = jsonLines(stdout);
    const types = ['run', 'started', 'episode-progress', 'episode-progress', 'level-evaluation'];
    expect(events.map(({ type }) => type)).toEqual([...types, 'checkpoint', 'finished']);
    expect(events[0]).toMatchObject({ folder: out, task: 'rl-copy', engine: 'jit', seed: 1, steps: 20 });
    expect(events.slice(2, 5)).toEqual(jsonLines(await readFile(join(out, 'metrics.jsonl'), 'utf8')));
  }));

test('a run is gone on with for longer, and keeps what it is', () =>
  withTemporaryFolder(async (folder) => {
    await run(folder, '--quiet', '--no-pictures');
    const more = (...flags: readonly string[]) =>
      command('train', '--resume', folder, '--quiet', '--no-pictures', ...flags);
    const ended = await more('--steps', '30');
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/^note: the learning rate of this run has fallen to a tenth; .*\n$/);
    expect(ended.stdout).toContain('Trained for 30 updates, 60 episodes');
    expect((await more('--steps', '30')).stderr).toBe(
      'note: the run has had its 30 steps; --steps gives it more\n',
    );
    const changed = await more('--units', '5');
    expect([changed.code, changed.stderr]).toEqual([
      2,
      'error: --units: cannot be changed; with --resume a run keeps what it began with\n',
    ]);
    const other = await command('train', 'rl-reverse', '--resume', folder);
    expect(other.stderr).toBe(`error: ${folder}: holds a run of 'rl-copy', not of 'rl-reverse'\n`);
    expect((await command('evaluate', folder, '--rounded')).code).toBe(2);
  }));

test.each<[string, readonly string[], RegExp]>([
  [
    'an option of other models',
    ['rl-copy', '--places', '8'],
    /^--places is no option of rl-copy, which is played; /,
  ],
  [
    'an option of played tasks',
    ['copy', '--baseline', 'none'],
    /^--baseline is for tasks that are played: rl-copy, /,
  ],
  [
    'a controller of other models',
    ['rl-copy', '--controller', 'gru'],
    /^unknown controller .*'gru'.*'lstm', 'direct-access', 'paths'$/,
  ],
  [
    'a controller of played tasks',
    ['copy', '--controller', 'direct-access'],
    /^--controller 'direct-access' is for tasks/,
  ],
  ['no such task', ['rl-copi'], /^unknown task 'rl-copi', did you mean 'rl-copy'\? /],
  [
    'no such preset',
    ['rl-copy', '--preset', 'practicle'],
    /^unknown preset of rl-copy 'practicle', did you mean 'practical'/,
  ],
  ['levels that fall', ['rl-copy', '--train-lengths', '0-3'], /^curriculum\.low: /],
])('one clear line for %s', async (_, args, message) => {
  const { code, stdout, stderr } = await command('train', ...args, '--engine', 'cpu');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: [^\n]*\n$/);
  expect(stderr.slice('error: '.length, -1)).toMatch(message);
});

test('a record that was changed is said to be so', () =>
  withTemporaryFolder(async (folder) => {
    await run(folder, '--quiet', '--no-pictures');
    const file = join(folder, 'run.json');
    const record = await readFile(file, 'utf8');
    await writeFile(file, record.replace('"rl-ntm"', '"rl-ntn"'));
    expect((await command('evaluate', folder)).stderr).toMatch(
      /^error: .*run\.json: not a run of this command: about\.model\.model: [^\n]*\n$/,
    );
    await writeFile(file, record.replace('"kind": "episodes"', '"kind": "songs"'));
    expect((await command('evaluate', folder)).stderr).toMatch(
      /^error: .*run\.json: is damaged: kind: [^\n]*\n$/,
    );
    await writeFile(file, record.replace('"units": 4', '"units": 5'));
    expect((await command('evaluate', folder)).stderr).toMatch(/^error: .*step-00000020: [^\n]*\n$/);
  }));
