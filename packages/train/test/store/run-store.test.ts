import { join } from 'node:path';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { MemoryStore, RunFileError } from '../../src/index.js';
import type { Checkpoint, MetricsLine, RunRecord, RunStore } from '../../src/index.js';
import { RunFolder } from '../../src/node.js';
import { sampleCheckpoint } from '../support/checkpoints.js';
import { sampleRecord } from '../support/records.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';

beforeAll(useTestBackend);

const at = (step: number): Checkpoint => ({
  ...sampleCheckpoint,
  training: { ...sampleCheckpoint.training, step },
});

const progress = (step: number): MetricsLine => ({
  type: 'progress',
  step,
  sequences: 16 * step,
  loss: 0.5,
  bits: 3.5,
  averageBits: 4,
  rate: 1e-3,
  seconds: 0.25 * step,
  sequencesPerSecond: 64,
  secondsLeft: undefined,
});

const evaluation = (step: number): MetricsLine => ({
  type: 'evaluation',
  step,
  scores: [{ length: 3, sequences: 8, bits: 1.5, accuracy: 0.5, metrics: { 'wrong bits': 2, odd: NaN } }],
  best: true,
});

type WithStore = (use: (store: RunStore, again: () => RunStore) => Promise<void>) => Promise<void>;

const stores: [string, WithStore][] = [
  [
    'in memory',
    (use) => {
      const store = new MemoryStore();
      return use(store, () => store);
    },
  ],
  [
    'in a folder',
    (use) =>
      withTemporaryFolder((folder) => {
        const path = join(folder, 'runs', 'a');
        return use(new RunFolder(path), () => new RunFolder(path));
      }),
  ],
];

/** What every store does: the contract of RunStore. */
describe.each(stores)('a store %s', (_name, withStore) => {
  test('is empty at first', () =>
    withStore(async (store) => {
      expect(await store.record()).toBeUndefined();
      expect(await store.metrics()).toEqual([]);
      expect(await store.steps()).toEqual([]);
    }));

  test('keeps the record', () =>
    withStore(async (store, again) => {
      await store.begin(sampleRecord);
      expect(await again().record()).toMatchObject({
        ...sampleRecord,
        versions: expect.anything() as unknown,
      });
    }));

  test('holds one run', () =>
    withStore(async (store) => {
      await store.begin(sampleRecord);
      const other: RunRecord = { ...sampleRecord, task: 'other' };
      await expect(store.begin(other)).rejects.toMatchObject({ name: 'RunFileError', problem: 'exists' });
      expect((await store.record())?.task).toBe(sampleRecord.task);
    }));

  test('keeps metrics in order, and drops those of later steps', () =>
    withStore(async (store, again) => {
      await store.begin(sampleRecord);
      const lines = [progress(1), evaluation(1), progress(2), evaluation(4)];
      for (const line of lines) await store.append(line);
      expect(await again().metrics()).toEqual(lines);
      await store.rewind(2);
      expect(await again().metrics()).toEqual(lines.slice(0, 3));
      await store.append(progress(3));
      expect(await again().metrics()).toEqual([...lines.slice(0, 3), progress(3)]);
      await store.rewind(0);
      expect(await again().metrics()).toEqual([]);
    }));

  test('keeps checkpoints to the bit', () =>
    withStore(async (store, again) => {
      await store.begin(sampleRecord);
      for (const step of [10, 9, 123_456_789]) await store.save(at(step));
      expect(await again().steps()).toEqual([9, 10, 123_456_789]);
      for (const step of [10, 9, 123_456_789]) expect(await again().load(step)).toEqual(at(step));
      await store.remove(10);
      expect(await again().steps()).toEqual([9, 123_456_789]);
    }));

  test('keeps what it was given, not what becomes of it', () =>
    withStore(async (store) => {
      await store.begin(sampleRecord);
      const values = Float32Array.from([1, 2]);
      await store.save({ ...at(1), weights: { x: { shape: [2], dtype: 'float32', values } } });
      values[0] = 99;
      const loaded = (await store.load(1)).weights['x'].values;
      expect(Array.from(loaded)).toEqual([1, 2]);
      loaded[1] = 77;
      expect(Array.from((await store.load(1)).weights['x'].values)).toEqual([1, 2]);
    }));

  test('never overwrites a checkpoint', () =>
    withStore(async (store) => {
      await store.begin(sampleRecord);
      await store.save(at(1));
      await expect(store.save({ ...at(1), weights: {} })).rejects.toMatchObject({
        name: 'RunFileError',
        problem: 'exists',
        file: store.where(1),
      });
      expect(await store.load(1)).toEqual(at(1));
    }));

  test('says that a checkpoint is not there', () =>
    withStore(async (store) => {
      const error: unknown = await store.load(5).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(RunFileError);
      expect((error as RunFileError).problem).toBe('missing');
      expect((error as RunFileError).file.startsWith(store.where(5))).toBe(true);
    }));
});
