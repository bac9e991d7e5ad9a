import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { command, jsonLines } from '../support/command.js';
import { small, steady, tiny } from '../support/small.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';

const record = async (folder: string) =>
  JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as Record<string, Record<string, unknown>>;

/** The metrics of a run but for the times in them. */
const metrics = async (folder: string) =>
  jsonLines(await readFile(join(folder, 'metrics.jsonl'), 'utf8')).map(
    ({ seconds, sequencesPerSecond, secondsLeft, ...line }) => {
      expect(
        [seconds, sequencesPerSecond].every((time) => time === undefined || typeof time === 'number'),
      ).toBe(true);
      void secondsLeft;
      return line;
    },
  );

test('a run trains, shows what came of it and is kept', () =>
  withTemporaryFolder(async (folder) => {
    const out = join(folder, 'deep', 'run');
    const { code, stdout, stderr } = await command('train', 'copy', ...small, '--steps', '20', '--out', out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Trained for 20 steps, 40 sequences, in \d+s\.\n/);
    // A row a length: accuracy, cross-entropy, wrong bits, exact sequences.
    const rows = stdout.split('\n').filter((line) => /^ +\d+( +\d+\.\d+){4}$/.test(line));
    expect(rows.map((row) => row.trim().split(/ +/)[0])).toEqual(['2', '3']);
    expect(stdout).toContain('2 new sequences of each length; trained on lengths 1 to 2.');
    expect(stdout).toContain(out);
    expect(stderr).toMatch(
      /^Training an NTM on copy: \d+ parameters\nPreset practical, seed 1, engine cpu; kept in /,
    );
    expect(stderr).toMatch(/\nstep 20: loss \d+\.\d+, \d+\.\d+ bits\/sequence, \d+ sequences\/s, 0s left\n/);
    expect((await readdir(out)).sort()).toEqual(
      expect.arrayContaining(['checkpoints', 'metrics.jsonl', 'run.json']),
    );
    expect(await readdir(join(out, 'checkpoints'))).toContain('step-00000020');
    const { about, settings } = await record(out);
    expect(about).toMatchObject({
      preset: 'practical',
      engine: 'cpu',
      model: { model: 'ntm', places: 4, width: 2, controller: { units: 4 } },
      task: { bits: 2 },
      versions: { '@loci/cli': '0.1.0', '@tensorflow/tfjs': tf.version_core },
    });
    expect(about.command).toContain(`train copy ${small.join(' ')} --steps 20 --out ${out}`);
    expect(settings).toMatchObject({ seed: 1, batch: 2 });
  }));

test('--json gives one object a line: what is trained, then what happens; --quiet tells nothing else', () =>
  withTemporaryFolder(async (folder) => {
    const out = join(folder, 'run');
    const run = ['train', 'reverse', ...small, '--steps', '20', '--evaluate-every', '20', '--out', out];
    const { code, stdout, stderr } = await command(...run, '--json', '--quiet', '--no-pictures');
    expect([code, stderr]).toEqual([0, '']);
    const events = jsonLines(stdout);
    expect(events.map(({ type }) => type)).toEqual([
      'run',
      'started',
      'progress',
      'progress',
      'evaluation',
      'checkpoint',
      'finished',
    ]);
    expect(events[0]).toMatchObject({ folder: out, task: 'reverse', engine: 'cpu', seed: 1, steps: 20 });
    // The metrics on the disk are what was told.
    expect(events.slice(2, 5)).toEqual(jsonLines(await readFile(join(out, 'metrics.jsonl'), 'utf8')));
  }));

test('pictures of the longest sequences trained on and tested are in the folder of the run', () =>
  withTemporaryFolder(async (folder) => {
    const { code, stdout } = await command(
      'train',
      'copy',
      ...small,
      '--steps',
      '2',
      '--out',
      folder,
      '--quiet',
    );
    expect(code).toBe(0);
    const files = ['length-2.svg', 'length-2.png', 'length-3.svg', 'length-3.png'];
    expect((await readdir(join(folder, 'pictures'))).sort()).toEqual([...files].sort());
    const told = [...stdout.matchAll(/^Picture +(.*)$/gm)].map(([, file]) => file);
    expect(told).toEqual(files.map((file) => join(folder, 'pictures', file)));
    expect(await readFile(told[0], 'utf8')).toContain('practical, seed 1, after 2 steps');

    // Where they cannot be drawn, the run is as good as before, and has failed.
    await rm(join(folder, 'pictures'), { recursive: true });
    await writeFile(join(folder, 'pictures'), 'a file');
    const again = await command('train', '--resume', folder, '--json', '--quiet');
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/^note: .*\nerror: .*pictures: cannot be written: .*\n$/);
    expect(jsonLines(again.stdout).at(-1)).toMatchObject({ type: 'finished' });
  }));

test('the same seed gives the same run, another seed another one', () =>
  withTemporaryFolder(async (folder) => {
    const run = async (name: string, seed: string) => {
      const out = join(folder, name);
      await command(
        'train',
        'copy',
        ...tiny,
        '--no-pictures',
        '--steps',
        '20',
        '--seed',
        seed,
        '--out',
        out,
        '--quiet',
      );
      return metrics(out);
    };
    const first = await run('first', '5');
    expect(await run('second', '5')).toEqual(first);
    expect(await run('third', '6')).not.toEqual(first);
  }));

test('a run that is gone on with is the one that would have been longer from the start', () =>
  withTemporaryFolder(async (folder) => {
    const [whole, parts] = [join(folder, 'whole'), join(folder, 'parts')];
    const calm = ['--quiet', '--no-pictures'];
    const run = ['copy', ...steady, ...calm, '--evaluate-every', '10'];
    await command('train', ...run, '--steps', '40', '--out', whole);
    await command('train', ...run, '--steps', '20', '--out', parts);
    const { code, stdout } = await command('train', '--resume', parts, '--steps', '40', ...calm);
    expect(code).toBe(0);
    expect(stdout).toContain('Trained for 40 steps, 80 sequences');
    expect(await metrics(parts)).toEqual(await metrics(whole));
    const weights = (run: string) => readFile(join(run, 'checkpoints/step-00000040/weights.bin'));
    expect(await weights(parts)).toEqual(await weights(whole));
  }));

test('a run that learns too little begins anew, and says so', () =>
  withTemporaryFolder(async (folder) => {
    const out = join(folder, 'run');
    const size = small.map((word) => (word === 'cpu' ? 'jit' : word));
    const run = ['copy', ...size, '--rate', '1e-9', '--no-pictures', '--steps', '260'];
    const { code, stdout, stderr } = await command('train', ...run, '--out', out);
    expect(code).toBe(0);
    expect(stderr).toContain(
      '\nstep 250: too little is learned; it begins anew with other initial weights\n',
    );
    expect(stdout).toMatch(/^Trained for 260 steps, .*\nIt began anew after step 250\.\n\n/);
    expect((await metrics(out)).filter(({ type }) => type === 'restarted')).toEqual([
      { type: 'restarted', step: 250, restarts: 1 },
    ]);
  }));

test('a run that has ended shows its results again, and says how to give it more', () =>
  withTemporaryFolder(async (folder) => {
    const out = join(folder, 'run');
    const first = await command('train', 'reverse', ...tiny, '--no-pictures', '--steps', '10', '--out', out);
    const again = await command('train', '--resume', out, '--no-pictures');
    expect(again.code).toBe(0);
    expect(again.stdout).toBe(first.stdout);
    expect(again.stderr).toContain('note: the run has had its 10 steps; --steps gives it more');
    // The rate of the preset practical has fallen to 0 by then.
    const more = await command('train', '--resume', out, '--no-pictures', '--steps', '20');
    expect(more.stderr).toContain('note: the learning rate of this run has fallen to 0');
  }));

test('a run that diverges says at which step and through what, and what to try', () =>
  withTemporaryFolder(async (folder) => {
    const run = [
      ...tiny,
      '--no-pictures',
      '--optimizer',
      'sgd',
      '--rate',
      '1e38',
      '--clip-norm',
      '1e38',
      '--steps',
      '20',
    ];
    const { code, stdout, stderr } = await command(
      'train',
      'copy',
      ...run,
      '--out',
      join(folder, 'run'),
      '--quiet',
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^error: step \d+: .* not finite.*; the run is stored up to step 0; a smaller --rate .*\n$/,
    );
  }));

test('no tensor is left behind', () =>
  withTemporaryFolder(async (folder) => {
    const run = (name: string) =>
      command('train', 'copy', ...tiny, '--no-pictures', '--steps', '4', '--out', join(folder, name));
    await run('first');
    const before = tf.memory().numTensors;
    await run('second');
    expect(tf.memory().numTensors).toBe(before);
  }));

describe('bad input is one line, with exit code 2, and nothing is written', () => {
  test.each([
    [['copi'], "unknown task 'copi', did you mean 'copy'?"],
    [[], "which task? 'loci list' shows the tasks there are"],
    [['copy', 'reverse'], 'too many arguments'],
    [['copy', '--sede', '1'], "unknown option '--sede' (Did you mean --seed?)"],
    [['copy', '--seed', '-1'], 'It must be an integer in [0, 4294967295].'],
    [['copy', '--steps', '0'], 'It must be an integer >= 1.'],
    [['copy', '--steps', '1.5'], 'It must be an integer >= 1.'],
    [['copy', '--batch', '0'], 'It must be an integer in [1, 65536].'],
    [['copy', '--places', '0'], 'It must be an integer in [1, 1000000].'],
    [['copy', '--rate', '0'], 'It must be a number > 0.'],
    [['copy', '--clip-norm', 'none'], 'It must be a number > 0.'],
    [['copy', '--train-lengths', '5-1'], "such as '1-20'"],
    [['copy', '--train-lengths', '0-5'], 'lengths of copy lie in [1, 10000], got [0, 5]'],
    [['copy', '--test-lengths', '0'], 'lengths of copy lie in [1, 10000], got 0'],
    [['copy', '--preset', 'pratical'], "unknown preset of copy 'pratical', did you mean 'practical'?"],
    [['copy', '--controller', 'ltsm'], "unknown controller 'ltsm', did you mean 'lstm'?"],
    [['copy', '--model', 'mnt'], "unknown model 'mnt', did you mean 'ntm'?"],
    [['copy', '--engine', 'wsam'], "unknown engine 'wsam', did you mean 'wasm'?"],
    [['copy', '--optimizer', 'adm'], "unknown optimizer 'adm', did you mean 'adam'?"],
    [['copy', '--task-option', 'bit=3'], "unknown option 'bit', did you mean 'bits'?"],
    [['copy', '--task-option', 'bits=300'], 'bits must be an integer in [1, 256], got 300'],
    [['copy', '--task-option', 'bits=many'], 'bits must be an integer in [1, 256], got "many"'],
    [['copy', '--model', 'lstm', '--places', '8'], "--places is an option of the model 'ntm'"],
    [
      ['copy', '--controller', 'gru', '--head-source', 'cell'],
      "headSource 'cell' needs the controller 'lstm'",
    ],
    [['copy', '--preset', 'paperLSTM'], "the preset 'paperLSTM' does not say how long to train"],
    [
      ['copy', '--places', '1000000', '--width', '65536', '--units', '1', '--memory', 'learned'],
      'not enough memory',
    ],
  ])('%j', (args, message) =>
    withTemporaryFolder(async (folder) => {
      const out = args.includes('--task-option') ? [] : ['--task-option', 'bits=2'];
      const { code, stdout, stderr } = await command(
        ...['train', ...args, ...out, '--engine', 'cpu', '--out', join(folder, 'run')],
        ...(args.includes('--engine') ? ['--engine', args[args.indexOf('--engine') + 1]] : []),
      );
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(message);
      expect(stderr).toMatch(/^error: [^\n]+\n$/);
      expect(await readdir(folder)).toEqual([]);
    }),
  );

  test('a stack is shown if it is asked for', async () => {
    const { code, stderr } = await command('train', 'copi', '--stack-trace');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: unknown task 'copi'.*\n(.*\n)*\s+at .*suggest/);
  });
});

describe('folders that cannot be used', () => {
  const attempt = async (...args: string[]) => {
    const { code, stdout, stderr } = await command('train', ...args, '--quiet');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    return stderr;
  };
  const run = ['copy', ...tiny, '--no-pictures', '--steps', '2'];

  test('a file in place of the folder, or of one above it', () =>
    withTemporaryFolder(async (folder) => {
      const file = join(folder, 'file');
      await writeFile(file, 'earlier results');
      expect(await attempt(...run, '--out', file)).toContain(file);
      expect(await attempt(...run, '--out', join(file, 'run'))).toContain('a part of the path is no folder');
      expect(await readFile(file, 'utf8')).toBe('earlier results');
    }));

  test('where the system lets nothing be made', async () => {
    expect(await attempt(...run, '--out', '/proc/loci/run')).toContain('cannot be written');
  });

  test('a folder that holds a run already', () =>
    withTemporaryFolder(async (folder) => {
      await command('train', ...run, '--out', folder, '--quiet');
      const before = await metrics(folder);
      expect(await attempt(...run, '--out', folder)).toContain('holds a run already; resume it');
      expect(await metrics(folder)).toEqual(before);
    }));

  test('to go on with: none, an empty one, and what would become another run', () =>
    withTemporaryFolder(async (folder) => {
      expect(await attempt('--resume', join(folder, 'none'))).toContain('is not there');
      expect(await attempt('--resume', folder)).toContain('holds no run');
      await command('train', ...run, '--out', folder, '--quiet');
      expect(await attempt('reverse', '--resume', folder)).toContain(
        "holds a run of 'copy', not of 'reverse'",
      );
      expect(await attempt('--resume', folder, '--seed', '2', '--units', '8')).toContain(
        '--seed, --units: cannot be changed',
      );
    }));
});
