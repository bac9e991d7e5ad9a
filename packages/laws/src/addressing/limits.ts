/** What a weighting must come to where something emitted grows without bound. */
import type { Boundary } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { type Law, law } from '../law.js';
import type { LawOptions } from '../options.js';
import { expectSame } from '../subject/compare.js';
import { draw, ordinary } from '../subject/draw.js';
import type { Tensors } from '../subject/subject.js';
import type { Addresser } from './addresser.js';

/** The weightings that a limit is told in terms of, each `[batch, heads, places]`. */
export interface LimitInput {
  /** What came in: for a stage the weighting so far, for a scheme the previous one. */
  readonly weighting: tf.Tensor3D;
  readonly previous: tf.Tensor3D;
  /** What comes out with other values in place of those in the limit. */
  at(emitted: EmittedValues): tf.Tensor3D;
}

/** By name one number for all the values, or one for each. */
export type EmittedValues = Readonly<Record<string, number | readonly number[]>>;

/** A limit, named as a law. */
export interface Limit {
  readonly name: string;
  readonly emitted: EmittedValues;
  expected(input: LimitInput): tf.Tensor;
}

/** Far enough for sigmoid, softplus and softmax to be at their ends in float32. */
const FAR = 1e6;

/** gate -> 0 */
export const closedGate: Limit = {
  name: 'a closed gate keeps the previous weighting',
  emitted: { gate: -FAR },
  expected: ({ previous }) => previous,
};

/** gate -> 1 */
export const openGate: Limit = {
  name: 'an open gate lets the weighting through',
  emitted: { gate: FAR },
  expected: ({ weighting }) => weighting,
};

/** strength -> infinity */
export const fullStrength: Limit = {
  name: 'a strength without bound picks the argmax',
  emitted: { strength: FAR },
  expected: ({ at }) => oneHotLargest(at({ strength: 1 })),
};

/** sharpening -> 1 */
export const noSharpening: Limit = {
  name: 'a sharpening of 1 changes nothing',
  emitted: { sharpening: -FAR },
  expected: ({ weighting }) => weighting,
};

/** sharpening -> infinity */
export const fullSharpening: Limit = {
  name: 'a sharpening without bound picks the argmax',
  emitted: { sharpening: FAR },
  expected: ({ weighting }) => oneHotLargest(weighting),
};

/** All of the shift on one offset, for each of them. */
export function shiftedBy(range: number, boundary: Boundary): readonly Limit[] {
  return Array.from({ length: 2 * range + 1 }, (_, tap) => {
    const offset = tap - range;
    return {
      name: `a shift by ${offset} moves all weights by ${offset}`,
      emitted: { shift: Array.from({ length: 2 * range + 1 }, (_, other) => (other === tap ? FAR : -FAR)) },
      expected: ({ weighting }) => moved(weighting, offset, boundary),
    };
  });
}

export const reachesLimit = (subject: Addresser, limit: Limit, options: LawOptions): Law =>
  law(subject.name, limit.name, options, ordinary(subject), (given) => {
    const drawn = draw(subject, given);
    const at = (values: EmittedValues): Tensors => ({ ...drawn, ...emitted(subject, drawn, values) });
    const inputs = at(limit.emitted);
    const weightingAt = (values: EmittedValues): tf.Tensor3D =>
      subject.run(at(values)).weighting as tf.Tensor3D;
    const previous = drawn.previous as tf.Tensor3D;
    const weighting = (drawn.weighting ?? previous) as tf.Tensor3D;
    expectSame(subject, inputs, {
      actual: { weighting: subject.run(inputs).weighting },
      expected: { weighting: limit.expected({ weighting, previous, at: weightingAt }) },
      when: 'in the limit',
    });
  });

function emitted({ name }: Addresser, drawn: Tensors, values: EmittedValues): Tensors {
  return Object.fromEntries(
    Object.entries(values).map(([value, numbers]) => {
      const like = drawn[`emitted.${value}`];
      if (!like) throw new RangeError(`'${name}' is emitted no ${value}, so it has no such limit`);
      return [
        `emitted.${value}`,
        tf.add(tf.zerosLike(like), typeof numbers === 'number' ? numbers : [...numbers]),
      ];
    }),
  );
}

/** Weights that differ by less may be equal but for rounding. */
const TIE = 1e-4;

/** 1 at the largest weight of each head; inputs with two that are as large are set aside. */
function oneHotLargest(weighting: tf.Tensor): tf.Tensor {
  const nearlyLargest = tf.greaterEqual(weighting, tf.sub(tf.max(weighting, -1, true), TIE));
  fc.pre(tf.max(tf.sum(nearlyLargest, -1)).dataSync()[0] === 1);
  return tf.cast(nearlyLargest, 'float32');
}

/** Place by place: w(i) <- w(i - offset). */
function moved(weighting: tf.Tensor3D, offset: number, boundary: Boundary): tf.Tensor {
  const places = weighting.shape[2];
  const rows = weighting.arraySync().map((heads) =>
    heads.map((row) =>
      row.map((_, place) => {
        const from = place - offset;
        return boundary === 'circular' ? row[((from % places) + places) % places] : (row[from] ?? 0);
      }),
    ),
  );
  return tf.tensor3d(rows);
}
