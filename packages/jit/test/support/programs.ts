import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';

/**
 * Random programs of tfjs: each instruction takes tensors that are there already and adds one. What does not fit (a
 * product of wrong sizes, say) is brought into shape by what an instruction does first, so every list is a program.
 */
export interface Instruction {
  readonly what: (typeof kinds)[number];
  /** Which tensors it takes, and which variant it is. */
  readonly a: number;
  readonly b: number;
  readonly variant: number;
}

const kinds = [
  'unary',
  'binary',
  'binary',
  'compare',
  'reduce',
  'softmax',
  'matMul',
  'concat',
  'slice',
  'transpose',
  'reshape',
  'pad',
  'expand',
  'shift',
] as const;

export const instructions = (maxLength: number): fc.Arbitrary<Instruction[]> =>
  fc.array(
    fc.record<Instruction>({
      what: fc.constantFrom(...kinds),
      a: fc.nat(1000),
      b: fc.nat(1000),
      variant: fc.nat(1000),
    }),
    { minLength: 1, maxLength },
  );

const unary = [tf.tanh, tf.neg, tf.square, tf.sigmoid, tf.relu, (x: tf.Tensor) => tf.add(x, 1), tf.exp];
const binary = [
  tf.add,
  tf.sub,
  tf.mul,
  // Its gradient in tfjs forgets to sum over broadcast dimensions.
  (a: tf.Tensor, b: tf.Tensor) => (a.shape.join() === b.shape.join() ? tf.maximum(a, b) : tf.add(b, a)),
  (a: tf.Tensor, b: tf.Tensor) => tf.div(a, tf.add(tf.square(b), 1)),
];
const reduce = [tf.sum, tf.max, tf.mean, tf.min];

const pick = <T>(list: readonly T[], number: number): T => list[number % list.length]!;

/** Cuts both down to a shape that broadcasts. */
function fitted(a: tf.Tensor, b: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const common = Math.min(a.rank, b.rank);
  const size = (x: tf.Tensor, other: tf.Tensor): number[] =>
    x.shape.map((extent, d) => {
      const from = d - (x.rank - common);
      if (from < 0) return extent;
      const facing = other.shape[other.rank - common + from]!;
      return extent === 1 || facing === 1 ? extent : Math.min(extent, facing);
    });
  const cut = (x: tf.Tensor, extents: number[]): tf.Tensor =>
    extents.every((extent, d) => extent === x.shape[d])
      ? x
      : tf.slice(
          x,
          extents.map(() => 0),
          extents,
        );
  return [cut(a, size(a, b)), cut(b, size(b, a))];
}

function step(
  { what, a, b, variant }: Instruction,
  pool: readonly tf.Tensor[],
  isSmooth: boolean,
): tf.Tensor {
  const x = pick(pool, a);
  const y = pick(pool, b);
  const axis = x.rank === 0 ? 0 : variant % x.rank;
  switch (what) {
    case 'unary':
      return pick(unary, variant)(x);
    case 'binary':
      return pick(binary, variant)(...fitted(x, y));
    case 'compare': {
      const [left, right] = fitted(x, y);
      // tfjs has no gradient for comparisons, though it needs none.
      const every = tf.reshape(tf.cast(tf.mod(tf.range(0, left.size, 1, 'int32'), 2), 'bool'), left.shape);
      return tf.where(isSmooth ? every : tf.greater(left, right), tf.mul(left, 0.5), right);
    }
    case 'reduce':
      return x.rank === 0 ? x : pick(reduce, b)(x, axis, a % 3 === 0);
    case 'softmax':
      return x.rank === 0 ? x : tf.softmax(x);
    case 'matMul': {
      if (x.rank < 2 || y.rank < 2) return tf.tanh(x);
      const [rowsFirst, columnsFirst] = [variant % 2 === 1, variant % 4 > 1];
      const inner = Math.min(
        x.shape[x.rank - (rowsFirst ? 2 : 1)]!,
        y.shape[y.rank - (columnsFirst ? 1 : 2)]!,
      );
      const cut = (t: tf.Tensor, d: number): tf.Tensor =>
        tf.slice(
          t,
          t.shape.map(() => 0),
          t.shape.map((extent, i) => (i === d ? inner : extent)),
        );
      const left = cut(x, x.rank - (rowsFirst ? 2 : 1));
      const right = cut(y, y.rank - (columnsFirst ? 1 : 2));
      const flat = (t: tf.Tensor): tf.Tensor =>
        t.rank === 2
          ? t
          : tf.reshape(
              tf.slice(
                t,
                t.shape.map(() => 0),
                t.shape.map((e, d) => (d < t.rank - 2 ? 1 : e)),
              ),
              t.shape.slice(-2),
            );
      const simple = x.rank !== y.rank || x.shape.slice(0, -2).join() !== y.shape.slice(0, -2).join();
      return simple
        ? tf.matMul(flat(left), flat(right), rowsFirst, columnsFirst)
        : tf.matMul(left, right, rowsFirst, columnsFirst);
    }
    case 'concat': {
      if (x.rank === 0) return tf.stack([x, x]);
      const other = x.shape.join() === y.shape.join() ? y : tf.neg(x);
      return variant % 3 === 0 ? tf.stack([x, other], variant % (x.rank + 1)) : tf.concat([x, other], axis);
    }
    case 'slice': {
      if (x.rank === 0) return x;
      const extent = x.shape[axis]!;
      const begin = b % extent;
      const size = 1 + (a % (extent - begin));
      return tf.slice(
        x,
        x.shape.map((_, d) => (d === axis ? begin : 0)),
        x.shape.map((e, d) => (d === axis ? size : e)),
      );
    }
    case 'transpose':
      return tf.transpose(x);
    case 'reshape':
      return x.rank > 1
        ? tf.reshape(x, [...x.shape.slice(0, axis), x.shape.slice(axis).reduce((p, e) => p * e, 1)])
        : tf.reshape(x, [1, ...x.shape]);
    case 'pad':
      return x.rank === 0
        ? x
        : tf.pad(
            x,
            x.shape.map((_, d) => (d === axis ? [1, variant % 2] : [0, 0])),
            0.5,
          );
    case 'expand':
      return x.size > 200 || x.rank > 3
        ? x
        : tf.tile(
            tf.expandDims(x, axis),
            [...x.shape, 1].map((_, d) => (d === axis ? 3 : 1)),
          );
    case 'shift': {
      if (x.rank === 0) return x;
      const rest = x.shape[axis]! - 1;
      if (rest === 0) return tf.reverse(x, axis);
      const [head, tail] = tf.split(x, [1, rest], axis);
      return tf.concat([tail!, head!], axis);
    }
  }
}

/**
 * Runs a program; tensors that would become large are cut down.
 *
 * @param isSmooth whether gradients are to be taken
 */
export function runProgram(
  list: readonly Instruction[],
  given: readonly tf.Tensor[],
  isSmooth: boolean,
): tf.Tensor[] {
  const pool = [...given];
  for (const instruction of list) {
    const made = step(instruction, pool, isSmooth);
    pool.push(made.size > 400 ? tf.sum(made, 0) : made.rank > 4 ? tf.reshape(made, [-1]) : made);
  }
  return pool.slice(given.length);
}
