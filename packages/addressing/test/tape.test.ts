import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { createVariables, tape, type TapeOptions } from '../src/index.js';
import { expectClose } from './support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const variables = (options: TapeOptions, seed = 1) =>
  createVariables(tape(options).weights, RandomStream.fromSeed(seed));

it('holds 1e-6 everywhere unless told otherwise', () => {
  const memory = tape({ places: 3, width: 2 });
  expect(memory).toMatchObject({ places: 3, width: 2, weights: {} });
  expectClose(memory.initial(4), tf.fill([4, 3, 2], 1e-6).arraySync(), 1e-12);
  expectClose(tape({ places: 1, width: 2, value: -0.5 }).initial(1), [[[-0.5, -0.5]]]);
});

it.each(['uniform', 'learned'] as const)('draws numbers from around the value: %s', (init) => {
  fc.assert(
    fc.property(
      fc.record({
        places: fc.integer({ min: 1, max: 6 }),
        width: fc.integer({ min: 1, max: 6 }),
        value: fc.constantFrom(0, 2),
        scale: fc.constantFrom(0, 0.25, 3),
        seed: fc.nat(),
      }),
      fc.integer({ min: 1, max: 4 }),
      ({ seed, ...options }, batch) => {
        const drawn = variables({ ...options, init }, seed);
        const memory = tape({ ...options, init }).initial(batch, drawn);
        expect(memory.shape).toEqual([batch, options.places, options.width]);
        const rows = memory.arraySync();
        for (const row of rows) expect(row).toEqual(drawn.memory!.arraySync());
        for (const number of rows.flat(2)) {
          expect(Math.abs(number - options.value)).toBeLessThanOrEqual(options.scale);
        }
      },
    ),
  );
});

it('draws from +-1 / sqrt(places + width) by default, and uses all of that range', () => {
  const memory = variables({ places: 60, width: 40, init: 'uniform' }).memory!;
  const [least, most] = [memory.min().arraySync() as number, memory.max().arraySync() as number];
  // The ends of 2400 draws lie within 1 % of the range (all but exp(-24) of the time).
  expect([least, most].map((end) => Math.abs(Math.abs(end) - 0.1) < 1e-3)).toEqual([true, true]);
});

it('trains what is learned and keeps what is uniform, the same for each of the batch', () => {
  const learned = variables({ places: 2, width: 2, init: 'learned' });
  expect(learned.memory!.trainable).toBe(true);
  expect(variables({ places: 2, width: 2, init: 'uniform' }).memory!.trainable).toBe(false);
  const { initial } = tape({ places: 2, width: 2, init: 'learned' });
  const weights = tf.tensor3d([[[1, 2], [3, 4]], [[10, 20], [30, 40]]]); // prettier-ignore
  const { grads } = tf.variableGrads(() => initial(2, learned).mul(weights).sum());
  expectClose(grads[learned.memory!.name]!, [[11, 22], [33, 44]]); // prettier-ignore
});

it.each<[Partial<TapeOptions>, string]>([
  [{ places: 0 }, 'places must be an integer >= 1, got 0'],
  [{ width: 1.5 }, 'width must be an integer >= 1, got 1.5'],
  [{ init: 'zeros' as 'constant' }, "init must be one of 'constant', 'uniform', 'learned', got \"zeros\""],
  [{ value: NaN }, 'value must be a finite number, got NaN'],
  [{ init: 'learned', scale: -1 }, 'scale must be a finite number >= 0, got -1'],
])('refuses %p', (wrong, message) => {
  expect(() => tape({ places: 2, width: 2, ...wrong })).toThrow(new RangeError(message));
});
