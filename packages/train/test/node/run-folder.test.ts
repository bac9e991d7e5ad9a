import { appendFile, chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { RunFileError } from '../../src/index.js';
import { RunFolder } from '../../src/node.js';
import { sampleCheckpoint } from '../support/checkpoints.js';
import { sampleRecord } from '../support/records.js';
import { eventsOf, outcomeOf } from '../support/run.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';
import { linearModel, mirror } from '../support/toy.js';

beforeAll(() => tf.setBackend('cpu'));

const trainIn = async (folder: string, more: { steps?: number; resume?: boolean } = {}) => {
  const model = linearModel(mirror);
  try {
    const { steps = 4, resume = true } = more;
    const store = new RunFolder(folder);
    return await eventsOf({ model, task: mirror, seed: 1, readEvery: 1, store, resume, stop: { steps } });
  } finally {
    model.dispose();
  }
};

const failure = async (promise: Promise<unknown>): Promise<RunFileError> => {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RunFileError);
  return error as RunFileError;
};

test('a run is a folder of these files', () =>
  withTemporaryFolder(async (folder) => {
    await trainIn(folder);
    expect(await readdir(folder, { recursive: true }).then((names) => names.sort())).toEqual([
      'checkpoints',
      join('checkpoints', 'step-00000004'),
      join('checkpoints', 'step-00000004', 'manifest.json'),
      join('checkpoints', 'step-00000004', 'slots.bin'),
      join('checkpoints', 'step-00000004', 'state.json'),
      join('checkpoints', 'step-00000004', 'weights.bin'),
      'metrics.jsonl',
      'run.json',
    ]);
    const record = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as Record<string, object>;
    expect(record).toMatchObject({ format: 'loci-run', version: 1, task: 'mirror', backend: 'cpu' });
    expect(record['versions']).toEqual({
      '@loci/train': '0.1.0',
      '@tensorflow/tfjs': tf.version_core,
      node: process.versions.node,
    });
    expect(Object.keys(record['machine'])).toContain('processor');
    expect((await readFile(join(folder, 'metrics.jsonl'), 'utf8')).split('\n')).toHaveLength(5);
  }));

test('what killed processes left behind is removed when the run goes on', () =>
  withTemporaryFolder(async (folder) => {
    await trainIn(folder);
    await writeFile(join(folder, '.tmp-99999-0-metrics.jsonl'), 'half a fi');
    const half = join(folder, 'checkpoints', '.tmp-99999-0-step-00000005');
    await mkdir(half);
    await writeFile(join(half, 'weights.bin'), 'half');
    await trainIn(folder, { steps: 5 });
    expect((await readdir(folder)).sort()).toEqual(['checkpoints', 'metrics.jsonl', 'run.json']);
    expect((await readdir(join(folder, 'checkpoints'))).sort()).toEqual(['step-00000004', 'step-00000005']);
  }));

test('the last line of the metrics may be cut off', () =>
  withTemporaryFolder(async (folder) => {
    await trainIn(folder);
    const store = new RunFolder(folder);
    const lines = await store.metrics();
    await appendFile(join(folder, 'metrics.jsonl'), '{"type":"progress","step":5,"sequ');
    expect(await store.metrics()).toEqual(lines);
    await trainIn(folder, { steps: 6 });
    expect((await store.metrics()).map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
  }));

test('any other damage to the metrics is told with its line', () =>
  withTemporaryFolder(async (folder) => {
    await trainIn(folder);
    const file = join(folder, 'metrics.jsonl');
    const [first, ...rest] = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, [first, first.slice(0, 20), ...rest].join('\n'));
    expect((await failure(new RunFolder(folder).metrics())).message).toBe(
      `${file}:2: is damaged: is not JSON`,
    );
    await writeFile(file, [first, first.replace('"step":1', '"step":-1'), ...rest].join('\n'));
    const { message } = await failure(new RunFolder(folder).metrics());
    expect(message).toBe(`${file}:2: is damaged: step: Too small: expected number to be >=0, got -1`);
  }));

test('random bytes as any file of a run never do worse than one clear error, and change nothing', () =>
  withTemporaryFolder(async (folder) => {
    await trainIn(folder);
    const expected = await outcomeOf(new RunFolder(folder));
    const checkpoint = new RunFolder(folder).where(4);
    const files = [
      join(folder, 'run.json'),
      join(folder, 'metrics.jsonl'),
      ...['state.json', 'manifest.json', 'weights.bin', 'slots.bin'].map((name) => join(checkpoint, name)),
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), fc.uint8Array({ maxLength: 300 }), async (file, bytes) => {
        const sound = await readFile(file);
        await writeFile(file, bytes);
        const ending: unknown = await trainIn(folder, { steps: 4 }).catch((error: unknown) => error);
        // Bytes without the end of a line are a line that was cut off, which the metrics may have.
        if (ending instanceof RunFileError) expect(ending.file.replace(/:\d+$/, '')).toBe(file);
        else expect([file, bytes.includes(10)]).toEqual([join(folder, 'metrics.jsonl'), false]);
        await writeFile(file, sound);
        expect(await outcomeOf(new RunFolder(folder))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  }));

describe('says what is wrong', () => {
  test.each<[string, string, RunFileError['problem'], string]>([
    ['an empty run.json', '', 'corrupt', 'is empty'],
    [
      'a cut run.json',
      '{"format": "loci-ru',
      'corrupt',
      'is damaged: it is not JSON (cut off, or overwritten)',
    ],
    ['a run.json of something else', '{"name": "x"}', 'foreign', 'is not a loci-run file'],
    [
      'a newer run.json',
      '{"format": "loci-run", "version": 9}',
      'newer',
      'was written by a newer version (format 9; this one reads 1): update @loci/train',
    ],
    [
      'settings out of range',
      JSON.stringify({ ...sampleRecord, settings: { ...sampleRecord.settings, batch: 0 } }),
      'corrupt',
      'is damaged: settings.batch: Too small: expected number to be >=1, got 0',
    ],
    [
      'JSON nested without end',
      JSON.stringify(sampleRecord).replace('"linear"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      'corrupt',
      'is damaged: Maximum call stack size exceeded',
    ],
  ])('%s', (_name, text, problem, what) =>
    withTemporaryFolder(async (folder) => {
      const file = join(folder, 'run.json');
      await writeFile(file, text);
      const error = await failure(trainIn(folder));
      expect(error.message).toBe(`${file}: ${what}`);
      expect(error.problem).toBe(problem);
      expect(await readFile(file, 'utf8')).toBe(text);
    }),
  );

  test('a folder that holds a run already', () =>
    withTemporaryFolder(async (folder) => {
      await trainIn(folder);
      const error = await failure(trainIn(folder, { resume: false }));
      expect(error.message).toBe(`${folder}: holds a run already; resume it, or keep this one elsewhere`);
    }));

  test('a folder that cannot be made: below a file', () =>
    withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');
      const error = await failure(trainIn(join(folder, 'file', 'run')));
      expect(error.problem).toBe('unreadable');
      expect(error.message).toBe(
        `${join(folder, 'file', 'run', 'run.json')}: cannot be read: a part of the path is no folder`,
      );
    }));

  test('a folder that may not be written', () =>
    withTemporaryFolder(async (folder) => {
      const locked = join(folder, 'locked');
      await mkdir(locked);
      await chmod(locked, 0o500);
      const store = new RunFolder(join(locked, 'run'));
      const outcome: unknown = await store.begin(sampleRecord).catch((error: unknown) => error);
      await chmod(locked, 0o700);
      // Root may write everywhere.
      if (process.getuid?.() === 0 && outcome === undefined) return;
      expect((outcome as RunFileError).message).toBe(
        `${join(locked, 'run', 'checkpoints')}: cannot be written: permission denied`,
      );
    }));

  test('a folder that the system keeps for itself', async () => {
    if (process.platform !== 'linux') return;
    const error = await failure(new RunFolder('/proc/loci/run').begin(sampleRecord));
    expect(error.problem).toBe('unwritable');
    expect(error.message).toMatch(/^\/proc\/loci\/run\/checkpoints: cannot be written: /);
  });

  test('a checkpoint of which a file is missing', () =>
    withTemporaryFolder(async (folder) => {
      const store = new RunFolder(folder);
      await store.begin(sampleRecord);
      await mkdir(store.where(7));
      const error = await failure(store.load(7));
      expect(error.problem).toBe('missing');
      expect(error.message).toBe(`${join(store.where(7), 'state.json')}: cannot be read: it is not there`);
    }));

  test('a checkpoint of another model', () =>
    withTemporaryFolder(async (folder) => {
      await trainIn(folder, { steps: 2 });
      const store = new RunFolder(folder);
      await store.save({ ...sampleCheckpoint, training: { ...sampleCheckpoint.training, curriculum: null } });
      const error = await failure(trainIn(folder));
      expect(error.problem).toBe('mismatch');
      expect(error.message).toBe(`${store.where(3)}: has no tensor 'mean/kernel', which the model needs`);
    }));
});
