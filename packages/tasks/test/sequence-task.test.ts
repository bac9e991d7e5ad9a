import { RandomStream } from '@loci/random';
import fc from 'fast-check';
import { copy, sequenceTask } from '../src/index.js';
import { batchesOf, configuredTasks, lengthsOf, seeds } from './support/arbitraries.js';
import { observe } from './support/observe.js';

const cases = configuredTasks.chain((task) =>
  fc.record({ task: fc.constant(task), length: lengthsOf(task), seed: seeds }),
);

/**
 * Tasks whose sequences end with what counts. Streams have symbols at their end that nothing asks for, and some formal
 * tasks ask for more symbols than they count.
 */
const padded = configuredTasks.filter(({ options }) => !('stream' in options || 'computation' in options));

it('pads with zeros: after its last step that counts nothing is left of a sequence', () => {
  fc.assert(
    fc.property(
      padded.chain((task) => batchesOf(task)),
      (batch) => {
        const ends = observe(batch).map(({ inputs, targets, mask }) => {
          const end = mask.lastIndexOf(1) + 1;
          expect([...inputs.slice(end), ...targets.slice(end)].flat().every((value) => value === 0)).toBe(
            true,
          );
          targets.forEach((target, step) => {
            if (mask[step] === 0) expect(target.every((value) => value === 0)).toBe(true);
          });
          expect(mask.every((value) => value === 0 || value === 1)).toBe(true);
          return end;
        });
        expect(Math.max(...ends)).toBe(batch.mask.shape[0]);
      },
    ),
  );
});

it('has consistent shapes, and finite numbers', () => {
  fc.assert(
    fc.property(cases, ({ task, length, seed }) => {
      const { inputs, targets, mask, lengths } = task.sample(RandomStream.fromSeed(seed), {
        batch: length.length,
        length,
      });
      const [time] = inputs.shape;
      expect(inputs.shape).toEqual([time, length.length, task.inputSize]);
      expect(targets.shape).toEqual([time, length.length, task.outputSize]);
      expect(mask.shape).toEqual([time, length.length]);
      expect(lengths).toEqual(length);
      for (const { values, shape } of [inputs, targets, mask]) {
        expect(values).toBeInstanceOf(Float32Array);
        expect(values).toHaveLength(shape.reduce((product: number, size: number) => product * size, 1));
        expect(values.every(Number.isFinite)).toBe(true);
      }
    }),
  );
});

it('gives the same batch for the same seed, and another for the next batch', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const task = copy();
      const options = { batch: 2, length: [6, 7] };
      const random = RandomStream.fromSeed(seed);
      const first = task.sample(random, options);
      expect(task.sample(RandomStream.fromSeed(seed), options)).toEqual(first);
      expect(task.sample(random, options)).not.toEqual(first);
    }),
  );
  fc.assert(
    fc.property(cases, ({ task, length, seed }) => {
      const sample = () => task.sample(RandomStream.fromSeed(seed), { batch: length.length, length });
      expect(sample()).toEqual(sample());
    }),
  );
});

it('draws the sequences of a batch as it draws them one at a time', () => {
  fc.assert(
    fc.property(cases, ({ task, length, seed }) => {
      const together = observe(task.sample(RandomStream.fromSeed(seed), { batch: length.length, length }));
      const random = RandomStream.fromSeed(seed);
      length.forEach((each, index) => {
        const [alone] = observe(task.sample(random, { batch: 1, length: each }));
        const steps = alone.mask.length;
        const { inputs, targets, mask } = together[index];
        expect([inputs, targets, mask].map((all) => all.slice(0, steps))).toEqual([
          alone.inputs,
          alone.targets,
          alone.mask,
        ]);
        expect(mask.slice(steps)).toEqual(mask.slice(steps).map(() => 0));
      });
    }),
  );
});

it('takes one length for all as that length for each', () => {
  fc.assert(
    fc.property(cases, ({ task, length: [length], seed }) => {
      const sample = (each: number | number[]) =>
        task.sample(RandomStream.fromSeed(seed), { batch: 3, length: each });
      expect(sample(length)).toEqual(sample([length, length, length]));
    }),
  );
});

it('has training and test lengths that it takes, and draws the example at such a length', () => {
  fc.assert(
    fc.property(configuredTasks, ({ train, test, lengths }) => {
      expect(train.low).toBeLessThanOrEqual(train.high);
      expect(test.length).toBeGreaterThan(0);
      for (const length of [train.low, train.high, ...test]) {
        expect(length).toBeGreaterThanOrEqual(lengths.low);
        expect(length).toBeLessThanOrEqual(lengths.high);
      }
    }),
  );
});

it.each([
  [{ batch: 0, length: 1 }, 'batch must be an integer in [1, 1000000], got 0'],
  [{ batch: 1, length: 0 }, 'length of copy must be an integer in [1, 10000], got 0'],
  [{ batch: 1, length: 10_001 }, 'length of copy must be an integer in [1, 10000], got 10001'],
  [{ batch: 1, length: NaN }, 'length of copy must be an integer in [1, 10000], got NaN'],
  [{ batch: 1, length: '3' }, 'length of copy must be an integer in [1, 10000], got "3"'],
  [{ batch: 2, length: [3, 1.5] }, 'length[1] of copy must be an integer in [1, 10000], got 1.5'],
  [{ batch: 2, length: [3] }, 'length must have one number for each of 2 sequences, got 1'],
])('refuses %j', (options, message) => {
  const sample = () => copy().sample(RandomStream.fromSeed(1), options as { batch: number; length: number });
  expect(sample).toThrow(new RangeError(message));
});

describe('a task of your own', () => {
  const parity = (
    inputs: { name: string }[],
    target = (bits: number[]) => [bits.reduce((sum, bit) => sum ^ bit)],
  ) =>
    sequenceTask({
      name: 'parity',
      description: 'Is the number of ones odd?',
      source: 'a test',
      options: {},
      inputs,
      targets: [{ name: 'odd' }],
      outputs: 'bits',
      train: { low: 1, high: 4 },
      test: [8],
      lengths: { low: 1, high: 100 },
      metrics: [],
      exampleLength: 6,
      sequence: (random, length) => {
        const bits = Array.from({ length }, () => random.integer(0, 1));
        return [...bits.map((bit) => ({ input: [bit] })), { input: [0, 1], target: target(bits) }];
      },
    });
  const channels = [{ name: 'bit' }, { name: 'end' }];

  it('is a task like the others', () => {
    const task = parity(channels);
    expect(task).toMatchObject({ inputSize: 2, outputSize: 1 });
    const [one, other] = observe(task.sample(RandomStream.fromSeed(1), { batch: 2, length: [2, 5] }));
    expect(one.mask).toEqual([0, 0, 1, 0, 0, 0]);
    expect(other.mask).toEqual([0, 0, 0, 0, 0, 1]);
    expect(other.targets[5][0]).toBe(other.inputs.filter(([bit]) => bit === 1).length % 2);
  });

  it('is told when a vector has more channels than were named', () => {
    const sample = (task: ReturnType<typeof parity>) => () =>
      task.sample(RandomStream.fromSeed(1), { batch: 1, length: 1 });
    expect(sample(parity([{ name: 'bit' }]))).toThrow(
      new RangeError('the input of a step has at most 1 channels, got 2'),
    );
    expect(sample(parity(channels, () => [0, 1]))).toThrow(
      new RangeError('the target of a step has at most 1 channels, got 2'),
    );
  });
});
