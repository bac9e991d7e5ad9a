/** The world as plain loops play it, with the choices that the machine made. */
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { RLNTM, pictureOf, play } from '../src/index.js';
import type { Moves } from '../src/index.js';
import { episodeOf, gumbel, scatter } from './support/episodes.js';
import type { Instance } from './support/episodes.js';

beforeAll(useTestBackend);

const SYMBOLS = 4;
const moves: Moves = [
  [0, -1],
  [0, 1],
  [1, 0],
  [-2, 0],
];

const cases = fc.record({
  rows: fc.integer({ min: 1, max: 3 }),
  columns: fc.integer({ min: 1, max: 4 }),
  batch: fc.integer({ min: 1, max: 3 }),
  controller: fc.constantFrom('lstm' as const, 'direct-access' as const, 'paths' as const),
  seed: fc.integer({ min: 0, max: 1000 }),
});

function drawInstance(random: RandomStream, rows: number, columns: number): Instance {
  const outputs = random.integer(1, 3);
  return {
    surface: Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => random.integer(0, SYMBOLS)),
    ),
    start: [random.integer(0, rows - 1), random.integer(0, columns - 1)],
    target: Array.from({ length: outputs }, () => random.integer(1, SYMBOLS)),
    steps: outputs + random.integer(0, 4),
  };
}

const argmax = (values: readonly number[]) => values.indexOf(Math.max(...values));

it('moves, reads, forces outputs and ends as plain loops say', () => {
  fc.assert(
    fc.property(cases, ({ rows, columns, batch, controller, seed }) => {
      tf.tidy(() => {
        const random = RandomStream.fromSeed(seed);
        const instances = Array.from({ length: batch }, () => drawInstance(random, rows, columns));
        const model = new RLNTM({ symbols: SYMBOLS, moves, controller, units: 3, width: 5, seed });
        scatter(model.variables, seed);
        const time = Math.max(...instances.map(({ steps }) => steps));
        const played = play(model, episodeOf(instances), gumbel(random, [time + 1, batch, model.noiseSize]));
        const traces = Object.fromEntries(
          Object.entries(played).map(([name, tensor]) => [name, (tensor as tf.Tensor).arraySync()]),
        ) as Record<string, number[][][]>;
        instances.forEach(({ surface, start, target, steps }, row) => {
          let [down, right] = start;
          let written = 0;
          for (let step = 0; step < time; step++) {
            const of = (name: string) => traces[name][step][row] as unknown;
            const goes = written < target.length;
            expect(of('going')).toBe(goes ? 1 : 0);
            if (!goes) {
              for (const name of ['writes', 'right', 'logLikelihood', 'logProbability', 'divergence']) {
                expect(Math.abs(of(name) as number)).toBe(0);
              }
              continue;
            }
            expect(of('position')).toEqual([down, right]);
            const symbol = surface[down]?.[right] ?? 0;
            expect(of('input')).toEqual(
              Array.from({ length: SYMBOLS }, (_, i) => (i + 1 === symbol ? 1 : 0)),
            );
            expect(of('outputsLeft')).toBe(target.length - written);
            expect(of('stepsLeft')).toBe(steps - step);

            const chosen = traces['before'][step + 1][row];
            const forced = target.length - written >= steps - step;
            const writes = forced || chosen.at(-1) === 1;
            expect(of('writes')).toBe(writes ? 1 : 0);
            const guess = argmax(of('symbol') as number[]) + 1;
            expect(of('right')).toBe(writes && guess === target[written] ? 1 : 0);
            if (writes) written++;
            const [moveDown, moveRight] = moves[argmax(chosen.slice(0, moves.length))];
            down = Math.min(Math.max(down + moveDown, -1), rows);
            right = Math.min(Math.max(right + moveRight, -1), columns);
          }
          expect(written).toBe(target.length);
        });
        model.dispose();
      });
    }),
    { seed: 1, numRuns: 30 },
  );
});

it('draws an episode', async () => {
  const model = new RLNTM({ symbols: 3, moves: [[0, 1]], units: 2, width: 3, seed: 1 });
  // A machine that writes what it sees: the path from the input to the output is open, and it always writes.
  for (const [name, variable] of Object.entries(model.variables)) {
    if (name !== 'direct/input-to-output') variable.assign(tf.zerosLike(variable));
  }
  model.variables['choices/bias'].assign(tf.tensor1d([0, 0, 0, 9, 0, 9]));
  const episode = episodeOf([{ surface: [[1, 2, 3]], start: [0, 0], target: [1, 3, 3], steps: 4 }]);
  const played = play(model, episode, tf.zeros([4, 1, model.noiseSize]));
  expect(await pictureOf(episode, played, { glyphs: 'AB.' })).toBe(
    [
      'step  input            memory  writes  wanted',
      '   0     [A] B  .           0       A       A',
      '   1      A [B] .          +1       B       .',
      '   2      A  B [.]         +2       .       .',
    ].join('\n'),
  );
  await expect(pictureOf(episode, played, { glyphs: 'AB.', index: 1 })).rejects.toThrow('[0, 0], got 1');
  model.dispose();
});

it('with paths alone, a machine whose heads see nothing has nothing to write but what is written most', () => {
  tf.tidy(() => {
    const model = new RLNTM({ symbols: SYMBOLS, moves, controller: 'paths', units: 3, width: 5, seed: 1 });
    scatter(model.variables, 1);
    const random = RandomStream.fromSeed(1);
    const blank = (symbol: number) =>
      ({ surface: [[symbol]], start: [0, 0], target: [1, 2], steps: 2 }) as const;
    const symbolsOn = (symbol: number) => {
      const { symbol: logits } = play(
        model,
        episodeOf([blank(symbol)]),
        gumbel(random, [2, 1, model.noiseSize]),
      );
      return logits.arraySync().map(([row]) => row);
    };
    const most = model.variables['symbol/bias'].arraySync();
    expect(symbolsOn(0)).toEqual([most, most]);
    expect(symbolsOn(1)[0]).not.toEqual(most);
  });
});

it('a machine to which all symbols are alike is right about none', () => {
  tf.tidy(() => {
    const model = new RLNTM({ symbols: SYMBOLS, moves, units: 3, width: 5, seed: 1 });
    Object.values(model.variables).forEach((variable) => variable.assign(tf.zerosLike(variable)));
    const random = RandomStream.fromSeed(1);
    const episode = episodeOf([drawInstance(random, 2, 3)]);
    const { writes, right } = play(model, episode, gumbel(random, [7, 1, model.noiseSize]));
    expect(tf.sum(writes).arraySync()).toBeGreaterThan(0);
    expect(tf.sum(right).arraySync()).toBe(0);
  });
});
