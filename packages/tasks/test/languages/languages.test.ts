import { RandomStream } from '@loci/random';
import fc from 'fast-check';
import { createTask } from '../../src/index.js';
import type { ConfiguredTask, TaskName } from '../../src/index.js';
import { batchesOf, seeds } from '../support/arbitraries.js';
import { spelled } from '../support/symbols.js';

jest.setTimeout(120_000);

const upTo = (high: number) => Array.from({ length: high }, (_, index) => index + 1);
const repeated = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([symbol, count]) => symbol.repeat(count))
    .join('');
const pairs = (most: number) => upTo(most).flatMap((n) => upTo(most).map((m) => [n, m] as const));

const LETTERS = [...'abcde'];
const strings = (length: number): string[] =>
  length === 0 ? [''] : strings(length - 1).flatMap((text) => LETTERS.map((letter) => text + letter));

const binary = (most: number) => upTo(most).map((number) => number.toString(2));

interface Language {
  readonly symbols: string;
  /** All words of lengths up to that of a test and beyond, by which a prefix shows what can follow it. */
  readonly words: readonly string[];
  readonly longest: number;
  /** What a prefix must hold before anything counts: where the paper says what is wanted. @defaultValue nothing */
  readonly asks?: string;
  /** The length of a word. */
  readonly lengthOf: (word: string) => number;
}

const countOf = (symbol: string) => (word: string) => word.split(symbol).length - 1;

const languages: Readonly<Partial<Record<TaskName, Language>>> = {
  anbn: {
    symbols: 'ab',
    words: upTo(9).map((n) => repeated({ a: n, b: n })),
    longest: 6,
    lengthOf: countOf('a'),
  },
  anbncn: {
    symbols: 'abc',
    words: upTo(9).map((n) => repeated({ a: n, b: n, c: n })),
    longest: 6,
    lengthOf: countOf('a'),
  },
  anbncndn: {
    symbols: 'abcd',
    words: upTo(9).map((n) => repeated({ a: n, b: n, c: n, d: n })),
    longest: 6,
    lengthOf: countOf('a'),
  },
  anb2n: {
    symbols: 'ab',
    words: upTo(9).map((n) => repeated({ a: n, b: 2 * n })),
    longest: 6,
    lengthOf: countOf('a'),
  },
  anbmcnm: {
    symbols: 'abc',
    words: pairs(9).map(([n, m]) => repeated({ a: n, b: m, c: n + m })),
    longest: 6,
    lengthOf: countOf('c'),
  },
  anbkcnk: {
    symbols: 'abc',
    words: pairs(9).map(([n, k]) => repeated({ a: n, b: k, c: n * k })),
    longest: 6,
    lengthOf: countOf('c'),
  },
  anbmcndm: {
    symbols: 'abcd',
    words: pairs(9).map(([n, m]) => repeated({ a: n, b: m, c: n, d: m })),
    longest: 6,
    lengthOf: (word) => countOf('a')(word) + countOf('b')(word),
  },
  memorisation: {
    symbols: 'abcde-',
    words: [1, 2, 3].flatMap(strings).map((letters) => `${letters}-${[...letters].reverse().join('')}`),
    longest: 2,
    lengthOf: (word) => word.indexOf('-'),
  },
  addition: {
    symbols: '01+=.',
    asks: '=',
    words: binary(15).flatMap((left) =>
      binary(15).map((right) => {
        const sum = parseInt(left, 2) + parseInt(right, 2);
        return `${left}+${right}=${[...sum.toString(2)].reverse().join('')}.`;
      }),
    ),
    longest: 4,
    lengthOf: (word) => word.indexOf('=') - 1,
  },
};

/** All that can follow a prefix of a word; behind its end whatever words begin with. */
function following(prefix: string, words: readonly string[]): ReadonlySet<string> {
  return new Set(
    words.flatMap((word) => {
      if (word === prefix) return words.map((next) => next[0]!);
      return word.startsWith(prefix) ? [word[prefix.length]!] : [];
    }),
  );
}

describe.each(Object.entries(languages) as [TaskName, Language][])('%s', (name, language) => {
  const { symbols, words, longest, lengthOf, asks = '' } = language;

  /** Checks a run of symbols that begins with a word: what is determined counts, and nothing else. */
  function expectDetermined(input: string, target: string, starts: (text: string) => string): void {
    let text = '';
    [...input].forEach((symbol, step) => {
      text = starts(text) + symbol;
      const next = following(text, words);
      expect([text, target[step]]).toEqual([
        text,
        next.size === 1 && text.includes(asks) && !(asks && words.includes(text)) ? [...next][0] : ' ',
      ]);
    });
  }

  it('shows one word of the length, and wants what those before determine', () => {
    const task = createTask(name) as ConfiguredTask<object>;
    const short = { ...task, lengths: { ...task.lengths, high: longest } };
    fc.assert(
      fc.property(batchesOf(short), (batch) => {
        for (const { length, input, target } of spelled(batch, symbols, symbols)) {
          // Without a symbol that follows for sure, the last symbol of a word is wanted and not shown.
          const last = target.at(-1)!;
          const word = words.includes(input) ? input : input + last;
          expect(words).toContain(word);
          expect(lengthOf(word)).toBe(length);
          expectDetermined(input, target, (text) => text);
        }
      }),
      { numRuns: 40, seed: 6 },
    );
  });

  it('streams words up to the length, cut at the end of the stream', () => {
    const task = createTask(name, { stream: 30 }) as ConfiguredTask<object>;
    const short = { ...task, lengths: { ...task.lengths, high: longest } };
    fc.assert(
      fc.property(batchesOf(short), (batch) => {
        for (const { length, input, target } of spelled(batch, symbols, symbols)) {
          expect(input).toHaveLength(30);
          // Words are found one after the other: no word is the beginning of another.
          const seen: string[] = [];
          expectDetermined(input, target, (text) => {
            if (!words.includes(text)) return text;
            seen.push(text);
            return '';
          });
          expect(seen.every((word) => lengthOf(word) <= length)).toBe(true);
        }
      }),
      { numRuns: 20, seed: 6 },
    );
  });
});

it('streams words of all lengths', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const task = createTask('anbn', { stream: 1000 });
      const batch = task.sample(RandomStream.fromSeed(seed), { batch: 1, length: 5 });
      const { input } = spelled(batch, 'ab', 'ab')[0]!;
      const runs = new Set(
        input
          .split(/b+/)
          .slice(0, -1)
          .map((run) => run.length),
      );
      expect([...runs].sort()).toEqual([1, 2, 3, 4, 5]);
    }),
    { numRuns: 10, seed: 6 },
  );
});

it('a stream longer than sequences may be is refused', () => {
  expect(() => createTask('anbn', { stream: 10_001 })).toThrow(
    new RangeError('stream must be an integer in [0, 10000], got 10001'),
  );
});
