import { RandomStream } from '@loci/random';
import { type Law, law } from '../law.js';
import type { LawOptions } from '../options.js';
import { expectSame } from '../subject/compare.js';
import { draw, ordinary } from '../subject/draw.js';
import { rearranged } from '../subject/rearrange.js';
import type { Axis, Subject } from '../subject/subject.js';

type Order = (size: number, random: RandomStream) => number[];

const inOrder = (size: number): number[] => Array.from({ length: size }, (_, index) => index);

const shuffled: Order = (size, random) => random.shuffle(inOrder(size));

const rotated: Order = (size, random) => {
  const by = random.integer(0, size - 1);
  return inOrder(size).map((index) => (index + by) % size);
};

/** The inputs rearranged along an axis give the outputs rearranged in the same way. */
const commutes = (axis: Axis, order: Order, name: string, subject: Subject, options: LawOptions): Law =>
  law(subject.name, name, options, ordinary(subject), (given) => {
    const inputs = draw(subject, given);
    const indices = order(given[axis], RandomStream.fromSeed(given.seed));
    const [its, outputs] = [subject.inputs(given), subject.outputs(given)];
    expectSame(subject, inputs, {
      actual: subject.run(rearranged(inputs, its, axis, indices)),
      expected: rearranged(subject.run(inputs), outputs, axis, indices),
      when: `with the ${axis} in the order ${indices.join(', ')}`,
    });
  });

/** Where a place lies does not matter, only what lies there. */
export const permutingPlaces = (subject: Subject, options: LawOptions): Law =>
  commutes('places', shuffled, 'permuting the places permutes the result', subject, options);

/** The places are a ring on which no place is special. */
export const rotatingPlaces = (subject: Subject, options: LawOptions): Law =>
  commutes('places', rotated, 'rotating the places rotates the result', subject, options);

/** All heads act at once. */
export const permutingHeads = (subject: Subject, options: LawOptions): Law =>
  commutes('heads', shuffled, 'the order of the heads does not matter', subject, options);
