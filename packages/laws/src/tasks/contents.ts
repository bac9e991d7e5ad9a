/** What batches hold. */
import type { Batch, Task } from '@loci/tasks';
import { type Law, Violation } from '../law.js';
import type { LawOptions } from '../options.js';
import { ROUNDING } from '../subject/compare.js';
import { counts, lastCounted, lawOfBatches, vector } from './batches.js';

export const batchShapes = (task: Task, options: LawOptions): Law =>
  lawOfBatches(task, 'shapes are as declared', options, ({ inputs, targets, mask, lengths }, given) => {
    const [time] = inputs.shape;
    const batch = given.lengths.length;
    const declared = {
      inputs: [time, batch, task.inputSize],
      targets: [time, batch, task.outputSize],
      mask: [time, batch],
    };
    for (const [name, { values, shape }] of Object.entries({ inputs, targets, mask })) {
      const wanted = declared[name as keyof typeof declared];
      const size = wanted.reduce((product, length) => product * length, 1);
      if (shape.join() !== wanted.join()) {
        throw new Violation(`${name} has the shape [${shape.join(', ')}] and not [${wanted.join(', ')}]`);
      }
      if (values.length !== size) throw new Violation(`${name} has ${values.length} numbers and not ${size}`);
    }
    if (lengths.join() !== given.lengths.join()) {
      throw new Violation(
        `lengths are ${lengths.join(', ')}, and ${given.lengths.join(', ')} were asked for`,
      );
    }
  });

export const batchesAreFinite = (task: Task, options: LawOptions): Law =>
  lawOfBatches(
    task,
    'inputs and targets are finite, and the mask is 0 or 1',
    options,
    ({ inputs, targets, mask }) => {
      for (const [name, { values }] of Object.entries({ inputs, targets })) {
        const wrong = values.findIndex((value) => !Number.isFinite(value));
        if (wrong >= 0) throw new Violation(`${name}.values[${wrong}] is ${values[wrong]}`);
      }
      const wrong = mask.values.findIndex((value) => value !== 0 && value !== 1);
      if (wrong >= 0) throw new Violation(`mask.values[${wrong}] is ${mask.values[wrong]}`);
    },
  );

/** Bits are probabilities; a class is a distribution over classes. */
export const targetsAreInRange = (task: Task, options: LawOptions): Law =>
  lawOfBatches(task, 'targets that count are in their range', options, (batch) =>
    forEachCounted(batch, (step, sequence) => {
      const target = vector(batch.targets, step, sequence);
      const outside = target.findIndex((value) => !Number.isFinite(value) || value < 0 || value > 1);
      const where = `target at step ${step} of sequence ${sequence}`;
      // What is not finite is left to the law that names it.
      if (outside >= 0 && Number.isFinite(target[outside])) {
        throw new Violation(`the ${where} has ${target[outside]}, outside [0, 1]`);
      }
      const sum = target.reduce((total, value) => total + value, 0);
      if (task.outputs === 'class' && Math.abs(sum - 1) > ROUNDING) {
        throw new Violation(`the ${where} sums to ${sum}, but classes sum to 1`);
      }
    }),
  );

export const somethingCounts = (task: Task, options: LawOptions): Law =>
  lawOfBatches(task, 'every sequence has a step that counts', options, (batch) => {
    const sequence = lastCounted(batch).indexOf(-1);
    if (sequence >= 0) throw new Violation(`no step of sequence ${sequence} counts`);
  });

/** Shorter sequences of a batch are padded at the end. */
export const paddingIsZero = (task: Task, options: LawOptions): Law =>
  lawOfBatches(task, 'after the last step that counts all is zero', options, (batch) => {
    const [time] = batch.inputs.shape;
    for (const [sequence, last] of lastCounted(batch).entries()) {
      // Where nothing counts, another law is broken.
      if (last < 0) continue;
      for (let step = last + 1; step < time; step++) {
        for (const [name, values] of Object.entries({ inputs: batch.inputs, targets: batch.targets })) {
          const value = vector(values, step, sequence).find((its) => its !== 0);
          if (value === undefined) continue;
          throw new Violation(`${name} at step ${step} of sequence ${sequence}, after its end, has ${value}`);
        }
      }
    }
  });

function forEachCounted(batch: Batch, use: (step: number, sequence: number) => void): void {
  const [time] = batch.mask.shape;
  for (let step = 0; step < time; step++) {
    batch.lengths.forEach((_, sequence) => {
      if (counts(batch, step, sequence)) use(step, sequence);
    });
  }
}
