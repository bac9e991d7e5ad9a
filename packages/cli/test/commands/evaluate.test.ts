import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTask } from '@loci/tasks';
import { command, jsonLines } from '../support/command.js';
import { tiny } from '../support/small.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';

interface Evaluation {
  readonly step: number;
  readonly scores: readonly { readonly length: number; readonly sequences: number; readonly bits: number }[];
}

const evaluation = async (...args: string[]): Promise<Evaluation> => {
  const { code, stdout, stderr } = await command('evaluate', ...args, '--engine', 'cpu', '--json');
  expect([code, stderr]).toEqual([0, '']);
  const [only, ...more] = jsonLines(stdout);
  expect(more).toEqual([]);
  return only as unknown as Evaluation;
};

let trained: string;
beforeAll(async () => {
  trained = await mkdtemp(join(tmpdir(), 'loci-cli-trained-'));
  const every = ['--steps', '40', '--checkpoint-every', '10', '--evaluate-every', '10'];
  await command('train', 'copy', ...tiny, ...every, '--out', trained, '--quiet', '--no-pictures');
});
afterAll(() => rm(trained, { recursive: true }));

/** A run of 40 steps, with checkpoints and evaluations every 10; a copy that may be changed. */
const withRun = (use: (run: string) => Promise<void>) =>
  withTemporaryFolder(async (folder) => {
    await cp(trained, folder, { recursive: true });
    await use(folder);
  });

test('the scores of a run by length, as a table', () =>
  withRun(async (run) => {
    const { code, stdout, stderr } = await command('evaluate', run, '--lengths', '1,4', '--engine', 'cpu');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^copy, .*, checkpoint of step \d+\n\n {2}length +accuracy/);
    const rows = stdout.split('\n').filter((line) => /^ +\d+( +\d+\.\d+){4}$/.test(line));
    expect(rows.map((row) => row.trim().split(/ +/)[0])).toEqual(['1', '4']);
    expect(stdout).toContain('64 new sequences of each length; trained on lengths 1 to 2.');
  }));

test('the same seed gives the same scores, whatever else is asked for', () =>
  withRun(async (run) => {
    const few = await evaluation(run, '--lengths', '2,3', '--sequences', '8');
    expect(few.scores.map(({ length, sequences }) => [length, sequences])).toEqual([
      [2, 8],
      [3, 8],
    ]);
    expect(await evaluation(run, '--lengths', '2,3', '--sequences', '8', '--seed', '1')).toEqual(few);
    const [only] = (await evaluation(run, '--lengths', '3', '--sequences', '8')).scores;
    expect(only).toEqual(few.scores[1]);
    const batches = await evaluation(run, '--lengths', '2,3', '--sequences', '8', '--batch', '3');
    batches.scores.forEach(({ bits }, index) => expect(bits).toBeCloseTo(few.scores[index].bits, 4));
    expect(await evaluation(run, '--lengths', '2,3', '--sequences', '8', '--seed', '2')).not.toEqual(few);
  }));

test('unless others are asked for, lengths are those that the run was evaluated on', () =>
  withRun(async (run) => {
    const { evaluate } = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as {
      evaluate: { lengths: number[] };
    };
    const { scores } = await evaluation(run, '--sequences', '1');
    expect(scores.map(({ length }) => length)).toEqual(evaluate.lengths);
    expect(evaluate.lengths).not.toEqual(createTask('copy').test);
  }));

test('the checkpoint is the best, the last, or that of a step', () =>
  withRun(async (run) => {
    const lines = jsonLines(await readFile(join(run, 'metrics.jsonl'), 'utf8'));
    const best = lines.filter(({ type, best }) => type === 'evaluation' && best === true).at(-1)!.step;
    const lengths = ['--lengths', '2'];
    expect((await evaluation(run, ...lengths)).step).toBe(best);
    expect((await evaluation(run, ...lengths, '--checkpoint', 'last')).step).toBe(40);
    const at = async (step: string) => evaluation(run, ...lengths, '--checkpoint', step);
    const [earlier, later] = [await at('20'), await at('40')];
    expect([earlier.step, later.step]).toEqual([20, 40]);
    expect(earlier.scores).not.toEqual(later.scores);
  }));

test('pictures are drawn where they are asked for', () =>
  withRun(async (run) => {
    const folder = join(run, 'deep', 'pictures');
    const args = ['--lengths', '1', '--sequences', '1', '--engine', 'cpu', '--pictures'];
    const { code, stdout } = await command('evaluate', run, ...args, folder);
    expect(code).toBe(0);
    const files = ['length-1.svg', 'length-1.png'].map((name) => join(folder, name));
    expect(stdout.trimEnd().split('\n').slice(-2)).toEqual(files.map((file) => `Picture  ${file}`));
    const machine = await command('evaluate', run, ...args, folder, '--json');
    expect(jsonLines(machine.stdout)[1]).toEqual({ type: 'pictures', files });
    const refused = await command('evaluate', run, ...args, '/proc/loci/pictures');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/^error: \/proc\/loci\/pictures: cannot be written: [^\n]+\n$/);
  }));

test('actions are rounded where that is asked for, in scores and pictures', () =>
  withTemporaryFolder(async (run) => {
    const course = ['--steps', '1', '--engine', 'cpu', '--quiet', '--no-pictures'];
    const lengths = ['--train-lengths', '1-2', '--test-lengths', '3', '--sequences', '1'];
    const trained = await command('train', 'anbn', ...course, ...lengths, '--out', run);
    expect(trained.code).toBe(0);
    const args = [run, '--lengths', '3', '--sequences', '1'];
    const [soft, rounded] = [await evaluation(...args), await evaluation(...args, '--rounded')];
    expect(rounded.scores[0].bits).not.toBe(soft.scores[0].bits);
    const drawn = async (...how: string[]) => {
      const folder = join(run, how.join('-') || 'soft');
      const shown = ['--engine', 'cpu', '--pictures', folder];
      const { stdout } = await command('evaluate', ...args, ...how, ...shown);
      expect(stdout.includes('checkpoint of step 1, actions rounded')).toBe(how.length > 0);
      return readFile(join(folder, 'length-3.svg'), 'utf8');
    };
    expect(await drawn('--rounded')).not.toBe(await drawn());
  }));

describe('bad input is one line, with exit code 2', () => {
  const attempt = async (...args: string[]) => {
    const { code, stdout, stderr } = await command('evaluate', ...args, '--engine', 'cpu');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    return stderr;
  };

  test('options', () =>
    withRun(async (run) => {
      expect(await attempt()).toContain("missing required argument 'run'");
      expect(await attempt(run, '--rounded')).toContain('--rounded is for networks with stacks');
      expect(await attempt(run, '--lengths', '0')).toContain('lengths of copy lie in [1, 10000], got 0');
      expect(await attempt(run, '--lengths', 'all')).toContain("such as '10,20,50'");
      expect(await attempt(run, '--sequences', '0')).toContain('It must be an integer in [1, 1000000].');
      expect(await attempt(run, '--checkpoint', 'lost')).toContain(
        "It must be 'best', 'last' or the number of a step",
      );
      expect(await attempt(run, '--checkpoint', '7')).toMatch(
        /has no checkpoint of step 7; there are [\d, ]+40/,
      );
    }));

  test('what is no run', () =>
    withTemporaryFolder(async (folder) => {
      expect(await attempt(join(folder, 'none'))).toContain('is not there');
      expect(await attempt(folder)).toContain('holds no run: it has no run.json');
      await writeFile(join(folder, 'file'), '');
      expect(await attempt(join(folder, 'file'))).toContain('a part of the path is no folder');
      await writeFile(join(folder, 'run.json'), '{"name": "something else"}');
      expect(await attempt(folder)).toContain('run.json: is not a loci-run file');
    }));

  test('a run of another program, or without a checkpoint', () =>
    withRun(async (run) => {
      const file = join(run, 'run.json');
      const record = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
      await rm(join(run, 'checkpoints'), { recursive: true });
      expect(await attempt(run)).toContain('has no checkpoint yet');
      await writeFile(file, JSON.stringify({ ...record, about: {} }));
      expect(await attempt(run)).toContain('run.json: not a run of this command: about.preset');
      await writeFile(file, JSON.stringify({ ...record, task: 'cpoy' }));
      expect(await attempt(run)).toContain("about.task: unknown task 'cpoy', did you mean 'copy'?");
    }));

  test('the checkpoint of another model', () =>
    withRun(async (run) => {
      const file = join(run, 'run.json');
      const record = await readFile(file, 'utf8');
      await writeFile(file, record.replace(/"units": \d+/, '"units": 7'));
      expect(await attempt(run)).toMatch(
        /step-\d+: holds '.*' as float32 \[.*\], the model has float32 \[.*\]/,
      );
    }));

  test('a damaged checkpoint: others are named', () =>
    withRun(async (run) => {
      await writeFile(join(run, 'checkpoints/step-00000040/weights.bin'), 'nothing');
      expect(await attempt(run, '--checkpoint', 'last')).toMatch(
        /step-00000040\/weights\.bin: is truncated: it has 7 of \d+ bytes \(--checkpoint takes another: .*30.*\)/,
      );
    }));
});
