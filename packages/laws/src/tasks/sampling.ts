/** How batches are drawn. */
import { RandomStream } from '@loci/random';
import type { Batch, Task } from '@loci/tasks';
import * as fc from 'fast-check';
import { type Law, law, Violation } from '../law.js';
import { atMost, type LawOptions } from '../options.js';
import { seeds } from '../subject/draw.js';
import { lawOfBatches, sampleOf, trainedLengths, vector } from './batches.js';

const parts = ({ inputs, targets, mask, lengths }: Batch): Record<string, string> => ({
  inputs: `${inputs.shape.join()}: ${inputs.values.join()}`,
  targets: `${targets.shape.join()}: ${targets.values.join()}`,
  mask: `${mask.shape.join()}: ${mask.values.join()}`,
  lengths: lengths.join(),
});

/** No randomness but the stream that is passed in. */
export const sameSeedSameBatch = (task: Task, options: LawOptions): Law =>
  lawOfBatches(task, 'the same seed gives the same batch', options, (batch, given) => {
    const [one, other] = [parts(batch), parts(sampleOf(task, given))];
    const apart = Object.keys(one).find((name) => one[name] !== other[name]);
    if (apart !== undefined) throw new Violation(`drawn again, the ${apart} are others`);
    const texts = [1, 2].map(() => task.example(RandomStream.fromSeed(given.seed)));
    if (texts[0] !== texts[1]) throw new Violation('drawn again, the example is another');
    if (texts[0].trim() === '') throw new Violation('the example is empty');
  });

/** Batches in which a sequence has to show that it is not a copy of another. */
const CHANCES = 10;

/** A batch of copies teaches no more than one sequence. */
export const sequencesAreDrawnApart = (task: Task, options: LawOptions): Law =>
  law(task.name, 'sequences of a batch are drawn one by one', atMost(10, options), seeds, (seed) => {
    const random = RandomStream.fromSeed(seed);
    const differ = Array.from({ length: CHANCES }, () => {
      const { inputs, targets } = task.sample(random, { batch: 2, length: trainedLengths(task).high });
      return [inputs, targets].some((values) =>
        Array.from({ length: values.shape[0] }, (_, step) => step).some(
          (step) => vector(values, step, 0).join() !== vector(values, step, 1).join(),
        ),
      );
    });
    if (!differ.includes(true)) {
      throw new Violation(`in ${CHANCES} batches of two the sequences were alike`);
    }
  });

export const lengthsAreWithinRange = (task: Task, options: LawOptions): Law =>
  law(
    task.name,
    'it is trained and tested at lengths that there are',
    atMost(1, options),
    fc.constant(task.lengths),
    ({ low, high }) => {
      const { train, test } = task;
      if (!(low <= train.low && train.low <= train.high && train.high <= high)) {
        throw new Violation(`it is trained on lengths ${train.low} to ${train.high}, of ${low} to ${high}`);
      }
      const outside = test.find((length) => !(length >= low && length <= high));
      if (outside !== undefined)
        throw new Violation(`it is tested at length ${outside}, of ${low} to ${high}`);
    },
  );

/** What is out of range is an error, and no batch of something else. */
export const wrongOptionsAreRefused = (task: Task, options: LawOptions): Law => {
  const { low, high } = task.lengths;
  const wrong = [
    { batch: 0, length: low },
    { batch: 1, length: low - 1 },
    { batch: 1, length: high + 1 },
    { batch: 1, length: low + 0.5 },
    { batch: 1, length: NaN },
    { batch: 2, length: [low] },
    { batch: 2, length: [low, high + 1] },
  ];
  return law(
    task.name,
    'batches that there are not are refused',
    atMost(50, options),
    fc.constantFrom(...wrong),
    (asked) => {
      try {
        task.sample(RandomStream.fromSeed(0), asked);
      } catch (error) {
        if (error instanceof RangeError) return;
        throw error;
      }
      throw new Violation('a batch was drawn, where a RangeError was due');
    },
  );
};
