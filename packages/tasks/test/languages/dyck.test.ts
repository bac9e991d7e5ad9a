import { RandomStream } from '@loci/random';
import fc from 'fast-check';
import { dyck } from '../../src/index.js';
import { batchesOf, seeds } from '../support/arbitraries.js';
import { observe } from '../support/observe.js';
import { expectFrequencies } from '../support/statistics.js';

jest.setTimeout(60_000);

const OPEN = '([{<';
const CLOSE = ')]}>';

/** What is left of brackets when all pairs are taken out, the innermost first. */
function unmatched(text: string): string {
  const less = text.replace(/\(\)|\[\]|\{\}|<>/g, '');
  return less === text ? text : unmatched(less);
}

it('is balanced, and wants the bracket that may close, or the end', () => {
  const samples = fc
    .integer({ min: 1, max: 4 })
    .chain((kinds) => batchesOf(dyck({ kinds })).map((batch) => ({ kinds, sequences: observe(batch) })));
  fc.assert(
    fc.property(samples, ({ kinds, sequences }) => {
      const symbols = OPEN.slice(0, kinds) + CLOSE.slice(0, kinds);
      for (const { length, inputs, targets, mask } of sequences) {
        const steps = 2 * length;
        const text = inputs
          .slice(0, steps)
          .map((vector) => symbols[vector.indexOf(1)])
          .join('');
        expect(unmatched(text)).toBe('');
        expect(mask).toEqual(inputs.map((_, step) => Number(step < steps)));
        for (let step = 0; step < steps; step++) {
          const open = unmatched(text.slice(0, step + 1));
          expect(open).toMatch(/^[([{<]*$/);
          const wanted = open === '' ? kinds : OPEN.indexOf(open.at(-1)!);
          expect(targets[step]).toEqual(
            Array.from({ length: kinds + 1 }, (_, bit) => Number(bit === wanted)),
          );
        }
      }
    }),
    { seed: 6 },
  );
});

it('draws every way of opening and closing equally often, and every kind', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const batch = dyck({ kinds: 2 }).sample(RandomStream.fromSeed(seed), { batch: 2000, length: 3 });
      const texts = observe(batch).map(({ inputs }) =>
        inputs.map((vector) => '([)]'[vector.indexOf(1)]).join(''),
      );
      const shapes = texts.map((text) => text.replace(/[([]/g, '<').replace(/[)\]]/g, '>'));
      const all = ['<><><>', '<<>><>', '<><<>>', '<<><>>', '<<<>>>'];
      expectFrequencies(shapes, Object.fromEntries(all.map((shape) => [shape, 1 / 5])));
      const firsts = texts.map((text) => text[0]!);
      expectFrequencies(firsts, { '(': 1 / 2, '[': 1 / 2 });
    }),
    { numRuns: 5, seed: 6 },
  );
});

it('refuses no kinds at all', () => {
  expect(() => dyck({ kinds: 0 })).toThrow(new RangeError('kinds must be an integer in [1, 64], got 0'));
});
