import { RandomStream } from '@loci/random';
import type { Batch, Metric, SampleOptions, Task } from '@loci/tasks';
import { taskLaws } from '../src/index.js';
import { namesOfBroken } from './support/broken-laws.js';

const RUNS = 50;

/** How many of the bits that count are predicted wrongly. */
const wrongBits: Metric = {
  name: 'wrong bits',
  unit: 'bits',
  better: 'lower',
  measure: (predictions, { targets, mask }) =>
    targets.values.filter((target, i) => mask.values[i] === 1 && predictions[i] >= 0.5 !== (target === 1))
      .length,
};

/** One bit after the other; after the last one, whether their number is odd. */
const parity: Task = {
  name: 'parity',
  description: 'Whether the number of ones is odd.',
  source: 'a test',
  inputSize: 2,
  outputSize: 1,
  outputs: 'bits',
  train: { low: 2, high: 6 },
  test: [6, 12],
  lengths: { low: 2, high: 20 },
  metrics: [wrongBits],
  example: (random) => `parity of ${random.integer(0, 1)}`,
  sample: (random, options) => drawn(random, lengthsOf(options)),
};

function lengthsOf({ batch, length }: SampleOptions): readonly number[] {
  const lengths = typeof length === 'number' ? new Array<number>(Math.max(batch, 0)).fill(length) : length;
  const fits = (each: number) => Number.isInteger(each) && each >= 2 && each <= 20;
  if (batch < 1 || lengths.length !== batch || !lengths.every(fits)) throw new RangeError('no such batch');
  return lengths;
}

function drawn(random: RandomStream, lengths: readonly number[]): Batch {
  const [time, batch] = [Math.max(...lengths) + 1, lengths.length];
  const inputs = new Float32Array(time * batch * 2);
  const targets = new Float32Array(time * batch);
  const mask = new Float32Array(time * batch);
  lengths.forEach((length, sequence) => {
    let ones = 0;
    for (let step = 0; step < length; step++) {
      const bit = random.integer(0, 1);
      inputs[2 * (step * batch + sequence)] = bit;
      ones += bit;
    }
    inputs[2 * (length * batch + sequence) + 1] = 1;
    targets[length * batch + sequence] = ones % 2;
    mask[length * batch + sequence] = 1;
  });
  return {
    inputs: { values: inputs, shape: [time, batch, 2] },
    targets: { values: targets, shape: [time, batch, 1] },
    mask: { values: mask, shape: [time, batch] },
    lengths,
  };
}

/** The sound task with something done to its batches. */
const batches = (change: (batch: Batch) => Partial<Batch>): Task => ({
  ...parity,
  sample: (random, options) => {
    const batch = parity.sample(random, options);
    return { ...batch, ...change(batch) };
  },
});

const mapped = <Part extends { readonly values: Float32Array }>(
  part: Part,
  change: (value: number, index: number) => number,
): Part => ({ ...part, values: part.values.map(change) });

/** For each number of the inputs or targets whether it comes after the step that counts. */
const afterEnd =
  ({ inputs, lengths }: Batch, size: number) =>
  (index: number) => {
    const place = Math.floor(index / size);
    return Math.floor(place / inputs.shape[1]) > lengths[place % inputs.shape[1]];
  };

let draws = 0;

it('a sound task breaks no law', () => {
  expect(namesOfBroken(taskLaws(parity))).toEqual([]);
});

const faults: readonly { fault: string; task: Task; breaks: string }[] = [
  {
    fault: 'randomness of its own',
    task: { ...parity, sample: (_random, options) => parity.sample(RandomStream.fromSeed(draws++), options) },
    breaks: 'the same seed gives the same batch',
  },
  {
    fault: 'an example of its own',
    task: { ...parity, example: () => `draw ${draws++}` },
    breaks: 'the same seed gives the same batch',
  },
  {
    fault: 'no example',
    task: { ...parity, example: () => ' ' },
    breaks: 'the same seed gives the same batch',
  },
  {
    fault: 'one sequence for the whole batch',
    task: {
      ...parity,
      sample: (random, options) => {
        const { state } = random;
        const lengths = lengthsOf(options);
        const alone = lengths.map((length) => drawn(RandomStream.fromState(state), [length]));
        random.integer(0, 1);
        return together(alone, lengths);
      },
    },
    breaks: 'sequences of a batch are drawn one by one',
  },
  {
    fault: 'another output size',
    task: { ...parity, outputSize: 2 },
    breaks: 'shapes are as declared',
  },
  {
    fault: 'lengths that are not those asked for',
    task: batches(({ lengths }) => ({ lengths: lengths.map((length) => length + 1) })),
    breaks: 'shapes are as declared',
  },
  {
    fault: 'an input that is not a number',
    task: batches(({ inputs }) => ({ inputs: mapped(inputs, (value, i) => (i === 0 ? NaN : value)) })),
    breaks: 'inputs and targets are finite, and the mask is 0 or 1',
  },
  {
    fault: 'a mask of weights',
    task: batches(({ mask }) => ({ mask: mapped(mask, (value) => value / 2) })),
    breaks: 'inputs and targets are finite, and the mask is 0 or 1',
  },
  {
    fault: 'targets of -1 and 1',
    task: {
      ...batches(({ targets, mask }) => ({
        targets: mapped(targets, (value, i) => (mask.values[i] === 1 ? 2 * value - 1 : 0)),
      })),
      metrics: [],
    },
    breaks: 'targets that count are in their range',
  },
  {
    fault: 'classes that do not sum to one',
    task: { ...parity, outputs: 'class' },
    breaks: 'targets that count are in their range',
  },
  {
    fault: 'nothing that counts',
    task: batches(({ mask }) => ({ mask: mapped(mask, () => 0) })),
    breaks: 'every sequence has a step that counts',
  },
  {
    fault: 'garbage in the padding of the inputs',
    task: batches((batch) => {
      const isAfter = afterEnd(batch, 2);
      return { inputs: mapped(batch.inputs, (value, i) => (isAfter(i) ? 1 : value)) };
    }),
    breaks: 'after the last step that counts all is zero',
  },
  {
    fault: 'garbage in the padding of the targets',
    task: batches((batch) => {
      const isAfter = afterEnd(batch, 1);
      return { targets: mapped(batch.targets, (value, i) => (isAfter(i) ? 1 : value)) };
    }),
    breaks: 'after the last step that counts all is zero',
  },
  {
    fault: 'a test length that there is not',
    task: { ...parity, test: [6, 21] },
    breaks: 'it is trained and tested at lengths that there are',
  },
  {
    fault: 'lengths trained on that there are not',
    task: { ...parity, train: { low: 6, high: 30 } },
    breaks: 'it is trained and tested at lengths that there are',
  },
  {
    fault: 'lengths that are cut to the range',
    task: {
      ...parity,
      sample: (random, { batch, length }) => {
        if (typeof length !== 'number' || !(length > 20)) return parity.sample(random, { batch, length });
        return parity.sample(random, { batch, length: 20 });
      },
    },
    breaks: 'batches that there are not are refused',
  },
  {
    fault: 'a metric that ignores the mask',
    task: {
      ...parity,
      metrics: [
        {
          ...wrongBits,
          measure: (predictions, { targets }) =>
            targets.values.filter((target, i) => predictions[i] >= 0.5 !== (target === 1)).length,
        },
      ],
    },
    breaks: 'metrics look only at what counts',
  },
  {
    fault: 'a metric the wrong way round',
    task: { ...parity, metrics: [{ ...wrongBits, better: 'higher' }] },
    breaks: 'no predictions score better than the targets',
  },
];

/** Batches of one sequence each side by side. */
function together(alone: readonly Batch[], lengths: readonly number[]): Batch {
  const [time, batch] = [Math.max(...lengths) + 1, lengths.length];
  const beside = (part: 'inputs' | 'targets' | 'mask', size: number): Float32Array => {
    const values = new Float32Array(time * batch * size);
    alone.forEach((its, sequence) => {
      its[part].values.forEach((value, i) => {
        values[(Math.floor(i / size) * batch + sequence) * size + (i % size)] = value;
      });
    });
    return values;
  };
  return {
    inputs: { values: beside('inputs', 2), shape: [time, batch, 2] },
    targets: { values: beside('targets', 1), shape: [time, batch, 1] },
    mask: { values: beside('mask', 1), shape: [time, batch] },
    lengths,
  };
}

describe('each fault is caught by the law that names it and by no other', () => {
  test.each(faults)('$fault', ({ task, breaks }) => {
    expect(namesOfBroken(taskLaws(task, { runs: RUNS }))).toEqual([breaks]);
  });
});
