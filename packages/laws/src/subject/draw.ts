import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import {
  type NumberKind,
  numbers,
  partialWeightings,
  type WeightingKind,
  wholeWeightings,
} from './numbers.js';
import { isNoise, type Port, shapeOf, type Sizes, type Subject, type Tensors } from './subject.js';

/** One input of a subject, small enough to print: the sizes of its axes, and what its tensors are drawn from. */
export interface Case extends Sizes {
  /** What the tensors hold, by their names; ordinary numbers where nothing is said. */
  readonly holds?: Readonly<Record<string, NumberKind | WeightingKind>>;
  readonly seed: number;
}

/** Sizes to ask a subject for the names of its tensors, which do not depend on them. */
export const ONES: Sizes = { batch: 1, heads: 1, places: 1, width: 1, time: 1 };

const LARGEST: Sizes = { batch: 3, heads: 3, places: 6, width: 4, time: 4 };

export const seeds = fc.nat({ max: 2 ** 31 - 1 });

/** Inputs of all sizes up to the largest ones. */
export function cases(
  { axes }: Pick<Subject, 'axes'>,
  parts: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
  largest: Partial<Sizes> = {},
): fc.Arbitrary<Case> {
  const sizes = axes.map((axis) => [axis, fc.integer({ min: 1, max: largest[axis] ?? LARGEST[axis] })]);
  return fc.record({ ...Object.fromEntries(sizes), ...parts, seed: seeds });
}

/** Inputs of ordinary numbers. */
export const ordinary = (subject: Subject): fc.Arbitrary<Case> => cases(subject);

/**
 * Inputs of every kind: zeros, equal numbers, tiny and huge ones, weightings that are one-hot or hardly anything.
 *
 * @param weightings the kinds of weightings that may come in
 */
export function extreme(subject: Subject, weightings: readonly WeightingKind[] = []): fc.Arbitrary<Case> {
  const ports = subject.inputs(ONES);
  const kinds = Object.entries(ports).flatMap(([name, port]) => {
    if (isNoise(port)) return [];
    const choices = port.holds === 'weighting' ? weightings : (Object.keys(numbers) as NumberKind[]);
    return [[name, fc.constantFrom(...choices)] as const];
  });
  return cases(subject, { holds: fc.record(Object.fromEntries(kinds)) });
}

/** The tensors of a case. */
export function draw(subject: Subject, given: Case): Tensors {
  const random = RandomStream.fromSeed(given.seed);
  return Object.fromEntries(
    Object.entries(subject.inputs(given)).map(([name, port]) => [
      name,
      drawPort(port, given, given.holds?.[name], random),
    ]),
  );
}

function drawPort(
  port: Port,
  given: Sizes,
  kind: NumberKind | WeightingKind | undefined,
  random: RandomStream,
): tf.Tensor {
  const shape = shapeOf(port, given);
  const size = tf.util.sizeFromShape(shape);
  if (port.holds === 'weighting') {
    const places = shape[shape.length - 1];
    const row = { ...wholeWeightings, ...partialWeightings }[(kind ?? 'random') as WeightingKind];
    return tf.tensor(
      Array.from({ length: size / places }, () => row(places, random)).flat(),
      shape,
      'float32',
    );
  }
  const next =
    port.holds === 'numbers'
      ? () => numbers[(kind ?? 'normal') as NumberKind](random)
      : () => random[port.holds as 'gumbel']();
  return tf.tensor(Array.from({ length: size }, next), shape, 'float32');
}
