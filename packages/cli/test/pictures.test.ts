import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell } from '@loci/controllers';
import { LSTMBaseline, NTM } from '@loci/ntm';
import type { Rows } from '@loci/plot';
import { RandomStream } from '@loci/random';
import { stackRNN } from '@loci/stack-rnn';
import { createTask } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { drawPictures, recordSequence } from '../src/pictures.js';
import { withTemporaryFolder } from './support/temporary-folder.js';

const task = createTask('copy', { bits: 2 });
const { inputSize, outputSize } = task;
const sizes = { inputSize, outputSize, seed: 3 };
const LENGTH = 3;
const STEPS = 2 * LENGTH + 2;

let ntm: NTM;
beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
  ntm = new NTM({ ...sizes, places: 5, width: 2, readHeads: 2, controller: { kind: 'lstm', units: 4 } });
});

const record = (cell: Cell) => recordSequence(cell, task, LENGTH, RandomStream.fromSeed(7));

/** All numbers of some rows, row after row. */
const numbers = (rows: Rows): number[] =>
  'shape' in rows ? [...Array.from(rows.values)] : rows.flatMap((row) => Array.from(row));

test('what is recorded is what the cell gives, step by step', () => {
  const { inputs, targets, outputs, counts, weightings, memory } = record(ntm);
  const batch = task.sample(RandomStream.fromSeed(7), { batch: 1, length: LENGTH });
  expect(numbers(inputs)).toEqual([...batch.inputs.values]);
  expect(numbers(targets)).toEqual([...batch.targets.values]);
  expect(counts).toEqual([false, false, false, false, false, true, true, true]);
  expect(Object.keys(weightings)).toEqual(['read 1', 'read 2', 'write']);
  tf.tidy(() => {
    let state = ntm.initialState(1);
    for (let step = 0; step < STEPS; step++) {
      const input = tf.tensor2d(batch.inputs.values.slice(step * inputSize, (step + 1) * inputSize), [
        1,
        inputSize,
      ]);
      const { output, trace, state: next } = ntm.step(input, state);
      state = next;
      const row = (rows: Rows, size: number) => numbers(rows).slice(step * size, (step + 1) * size);
      const [first, second] = [0, 1].map((head) => [...trace.read.dataSync()].slice(head * 5, head * 5 + 5));
      expect(row(weightings['read 1'], 5)).toEqual(first);
      expect(row(weightings['read 2'], 5)).toEqual(second);
      expect(row(weightings.write, 5)).toEqual([...trace.write.dataSync()]);
      expect(numbers(memory![step])).toEqual([...trace.memory.dataSync()]);
      row(outputs, outputSize).forEach((probability, index) =>
        expect(probability).toBeCloseTo(1 / (1 + Math.exp(-output.dataSync()[index])), 6),
      );
    }
  });
});

test('a model without a memory has no heads and no memory to show', () => {
  const lstm = new LSTMBaseline({ ...sizes, units: 2, layers: 1 });
  expect(record(lstm)).toMatchObject({ weightings: {} });
  expect(record(lstm).memory).toBeUndefined();
  lstm.dispose();
});

test('of a Stack RNN the actions and the contents of each stack are recorded, as deep as they change', () => {
  const stacks = stackRNN({ ...sizes, memories: 2, controller: { kind: 'feed-forward', units: 3 } });
  const { stacks: recorded, weightings } = record(stacks);
  expect(weightings).toEqual({});
  expect(recorded!.map(({ name, actions }) => [name, actions])).toEqual([
    ['stack 1', ['push', 'pop', 'no-op']],
    ['stack 2', ['push', 'pop', 'no-op']],
  ]);
  const batch = task.sample(RandomStream.fromSeed(7), { batch: 1, length: LENGTH });
  tf.tidy(() => {
    let state = stacks.initialState(1);
    for (let step = 0; step < STEPS; step++) {
      const input = batch.inputs.values.slice(step * inputSize, (step + 1) * inputSize);
      const { trace, state: next } = stacks.step(tf.tensor2d(input, [1, inputSize]), state);
      state = next;
      recorded!.forEach(({ probabilities, contents }, index) => {
        const its = (trace.actions.arraySync() as number[][][])[0][index];
        const held = (trace.stacks.arraySync() as number[][][][])[0][index].flat();
        its.forEach((value, action) =>
          expect(numbers(probabilities)[step * 3 + action]).toBeCloseTo(value, 5),
        );
        // All that the steps can have pushed changes, the top first.
        numbers(contents)
          .slice(step * STEPS, (step + 1) * STEPS)
          .forEach((value, place) => expect(value).toBeCloseTo(held[place], 5));
      });
    }
  });
  stacks.dispose();
});

test('no tensor is left behind', () => {
  const before = tf.memory().numTensors;
  record(ntm);
  expect(tf.memory().numTensors).toBe(before);
});

describe('files', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'loci-cli-pictures-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const options = () => ({ cell: ntm, task, lengths: [1, 3], seed: 1, subtitle: 'the preset of a test' });

  test('each length is drawn as SVG and as PNG, and says what it is', async () => {
    const target = join(folder, 'deep', 'pictures');
    const files = await drawPictures(target, options());
    const names = ['length-1.svg', 'length-1.png', 'length-3.svg', 'length-3.png'];
    expect(files).toEqual(names.map((name) => join(target, name)));
    expect((await readdir(target)).sort()).toEqual([...names].sort());
    const svg = await readFile(files[2], 'utf8');
    expect(svg).toMatch(/^<svg /);
    for (const text of ['copy, length 3', 'the preset of a test', 'Weighting: read 2', 'Weighting: write']) {
      expect(svg).toContain(text);
    }
    expect((await readFile(files[3])).subarray(1, 4).toString()).toBe('PNG');
  });

  test('the same seed gives the same sequence', async () => {
    const draw = async (name: string, seed: number) =>
      readFile((await drawPictures(join(folder, name), { ...options(), lengths: [3], seed }))[0], 'utf8');
    const first = await draw('first', 1);
    expect(await draw('second', 1)).toBe(first);
    expect(await draw('third', 2)).not.toBe(first);
  });

  test('where nothing can be written, that is told', () =>
    withTemporaryFolder(async (other) => {
      const file = join(other, 'file');
      await writeFile(file, '');
      await expect(drawPictures(file, options())).rejects.toThrow(`${file}: cannot be written`);
    }));
});
