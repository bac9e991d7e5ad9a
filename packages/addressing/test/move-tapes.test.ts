import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { moveTapes, normal } from '../src/index.js';
import { expectClose } from './support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const drawn = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  tapes: fc.integer({ min: 1, max: 3 }),
  places: fc.integer({ min: 1, max: 6 }),
  width: fc.integer({ min: 1, max: 3 }),
  offsets: fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 1, maxLength: 5 }),
  boundary: fc.constantFrom('circular' as const, 'bounded' as const),
  seed: fc.nat(),
});

const numbers = (random: RandomStream, shape: number[]): tf.Tensor =>
  tf.tensor(normal(0, 1)(random, shape), shape);

it('moves what every place holds by every offset, with its gradient', () => {
  fc.assert(
    fc.property(drawn, ({ batch, tapes, places, width, offsets, boundary, seed }) => {
      const random = RandomStream.fromSeed(seed % 2 ** 31);
      const memory = numbers(random, [batch, tapes, places, width]) as tf.Tensor4D;
      const moves = numbers(random, [batch, tapes, offsets.length]) as tf.Tensor3D;
      const slope = numbers(random, [batch, tapes, places, width]) as tf.Tensor4D;
      const [m, p, s] = [memory.arraySync(), moves.arraySync(), slope.arraySync()];
      const next = m.map((rows) => rows.map((tape) => tape.map((cell) => cell.map(() => 0))));
      const ofMemory = structuredClone(next);
      const ofMoves = p.map((rows) => rows.map((row) => row.map(() => 0)));
      for (let b = 0; b < batch; b++) {
        for (let t = 0; t < tapes; t++) {
          offsets.forEach((offset, o) => {
            for (let from = 0; from < places; from++) {
              const to = boundary === 'circular' ? (from + offset + 8 * places) % places : from + offset;
              if (to < 0 || to >= places) continue;
              for (let w = 0; w < width; w++) {
                next[b]![t]![to]![w]! += p[b]![t]![o]! * m[b]![t]![from]![w]!;
                ofMemory[b]![t]![from]![w]! += p[b]![t]![o]! * s[b]![t]![to]![w]!;
                ofMoves[b]![t]![o]! += m[b]![t]![from]![w]! * s[b]![t]![to]![w]!;
              }
            }
          });
        }
      }
      expectClose(moveTapes(memory, moves, { offsets, boundary }), next);
      const gradients = tf.grads((x, y) =>
        moveTapes(x as tf.Tensor4D, y as tf.Tensor3D, { offsets, boundary }),
      )([memory, moves], slope);
      expectClose(gradients[0]!, ofMemory);
      expectClose(gradients[1]!, ofMoves);
    }),
    { seed: 6 },
  );
});

it('pushes and pops as a stack does', () => {
  const memory = tf.tensor4d([1, 2, 3, 4], [1, 1, 4, 1]);
  const moved = (moves: number[]) =>
    moveTapes(memory, tf.tensor3d([[moves]]), { offsets: [1, -1, 0], boundary: 'bounded' });
  expectClose(moved([1, 0, 0]), [0, 1, 2, 3]);
  expectClose(moved([0, 1, 0]), [2, 3, 4, 0]);
  expectClose(moved([0.5, 0.25, 0.25]), [0.75, 1.75, 2.75, 2.5]);
});

it.each([
  [[], [1, 1, 1], 'offsets must hold at least one move, got none'],
  [[0.5], [1, 1, 1], 'offsets must be an integer'],
  [[1, 0], [1, 1, 3], 'moves must have the shape [batch 1, tapes 1, offsets 2], got [1, 1, 3]'],
])('refuses offsets %j with moves %j', (offsets, shape, message) => {
  const memory = tf.zeros<tf.Rank.R4>([1, 1, 4, 1]);
  expect(() =>
    moveTapes(memory, tf.zeros<tf.Rank.R3>(shape as [number, number, number]), {
      offsets,
      boundary: 'bounded',
    }),
  ).toThrow(message);
});
