import { presets } from '@loci/ntm';
import { episodeTasks, tasks } from '@loci/tasks';
import { engineNames } from '../../src/engines/table.js';
import { command, jsonLines } from '../support/command.js';

const names = [...Object.keys(tasks), ...Object.keys(episodeTasks).map((name) => `rl-${name}`)];

interface Listing {
  readonly tasks: readonly {
    readonly name: string;
    readonly description: string;
    readonly source: string;
    readonly presets: readonly {
      readonly name: string;
      readonly source: string;
      readonly default: boolean;
    }[];
  }[];
  readonly engines: readonly { readonly name: string; readonly default: boolean }[];
}

test('all tasks with their presets, and all engines, are listed', async () => {
  const { code, stdout, stderr } = await command('list');
  expect([code, stderr]).toEqual([0, '']);
  const headings = stdout.split('\n').filter((line) => /^\S/.test(line));
  expect(headings).toEqual([...names, 'Engines']);
  for (const [task, ofTask] of Object.entries(presets)) {
    const block = stdout.split('\n\n').find((text) => text.startsWith(`${task}\n`));
    for (const name of Object.keys(ofTask)) expect(block).toMatch(new RegExp(`^ +${name} `, 'm'));
    expect(block).toContain('practical (default)');
  }
  for (const engine of engineNames) expect(stdout).toMatch(new RegExp(`^ +${engine} `, 'm'));
});

test('80 columns are enough', async () => {
  const { stdout } = await command('list');
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('a task is listed with an example, always the same', async () => {
  const { code, stdout } = await command('list', 'copy');
  expect(code).toBe(0);
  expect(stdout).toContain('copy, length 8: time runs to the right');
  expect(stdout).toMatch(/^targets +bit 1 +[.#]{8}$/m);
  expect((await command('list', 'copy')).stdout).toBe(stdout);
});

test('a task that is played is listed with its tape, or its grid', async () => {
  const { stdout } = await command('list', 'rl-reverse');
  expect(stdout).toMatch(/^rl-reverse\n.*\n.*\n {2}Levels: 3 to 15 in training, 15, 30, 60 in the test\n/);
  expect(stdout).not.toContain('--task-option');
  expect(stdout).toMatch(
    /reverse, level 5: the head starts at \[ \]\ninput +\[\w\]( +\w){4} +\.\noutput( +\w){5} +\.\n$/,
  );
  expect((await command('list', 'rl-walk')).stdout).toMatch(/walk, level 5.*\n(?:.*\n)*.*\[[<>^v]\]/);
});

test('machines get it in one line', async () => {
  const lines = jsonLines((await command('list', '--json')).stdout) as unknown as readonly Listing[];
  expect(lines).toHaveLength(1);
  const [{ tasks: listed, engines }] = lines;
  expect(listed.map(({ name }) => name)).toEqual(names);
  expect(listed.every(({ description, source }) => description !== '' && source !== '')).toBe(true);
  expect(listed[0].presets[0]).toMatchObject({ name: 'practical', default: true, steps: 1200 });
  expect(engines.filter((engine) => engine.default)).toHaveLength(1);
});

test('an unknown task is bad input', async () => {
  const { code, stdout, stderr } = await command('list', 'sorting');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: unknown task 'sorting'[^\n]*'priority-sort'[^\n]*\n$/);
});
