/**
 * The protocol of A. Joulin, T. Mikolov (2015), "Inferring Algorithmic Patterns with Stack-Augmented Recurrent Nets", arXiv
 * 1503.01007, section 5: words of a language follow one another without a delimiter, and in each step the next symbol is to
 * be predicted. Only symbols that those before determine count: the rest nobody can know.
 *
 *     input      a a a b b b | a b | a ..
 *     target     . . . b b b   a .   a ..     (the first b is a surprise, so is what follows the first a)
 *
 * Without a stream a sequence is one word of exactly the length, with the beginning of the next one as its end. A stream is
 * a fixed number of symbols, cut at its end wherever that is, of words whose lengths are drawn up to the length of the
 * sequence: the state of a model lives on from word to word, as in the paper.
 */
import type { RandomStream } from '@loci/random';
import { exactStrings } from '../metrics/exact-strings.js';
import { checkInteger } from '../options/check.js';
import { LONGEST } from '../options/limits.js';
import { withDefaults } from '../options/with-defaults.js';
import { sequenceTask } from '../sequence-task.js';
import type { ConfiguredTask } from '../sequence-task.js';
import { mark } from '../steps.js';
import type { Step } from '../steps.js';

export interface LanguageTaskOptions {
  /** Symbols of a stream of words, in [0, 10000]; 0 for one word. @defaultValue 0 */
  readonly stream?: number;
}

export type LanguageTask = ConfiguredTask<Required<LanguageTaskOptions>>;

/** A word, and from which of its symbols on those before determine the next one. */
export interface Word {
  readonly text: string;
  readonly determinedFrom: number;
}

/** What is particular to a language. */
export interface LanguageDefinition {
  readonly name: string;
  readonly description: string;
  /** Section of the paper. */
  readonly section: string;
  /** The symbols, all of which may be in a word. */
  readonly symbols: string;
  /** The symbol that every word begins with, if there is one: then the end of a word determines it. */
  readonly first?: string;
  /** The shortest length of a word. */
  readonly shortest: number;
  /** Draws a word of a length. */
  word(random: RandomStream, length: number): Word;
}

/** A symbol, and whether those before determine it. */
interface Symbol {
  readonly symbol: string;
  readonly isDetermined: boolean;
}

const symbolsOf = ({ text, determinedFrom }: Word, isFirstDetermined: boolean): readonly Symbol[] =>
  [...text].map((symbol, index) => ({
    symbol,
    isDetermined: index === 0 ? isFirstDetermined : index >= determinedFrom,
  }));

/** @throws RangeError that names the option, its value and its range. */
export function languageTask(given: LanguageTaskOptions, definition: LanguageDefinition): LanguageTask {
  const options = withDefaults(given, { stream: 0 });
  const { stream } = options;
  checkInteger('stream', stream, { low: 0, high: LONGEST });
  const { name, description, section, symbols, first, shortest, word } = definition;
  const channels = [...symbols].map((symbol) => ({ name: symbol }));

  function* words(random: RandomStream, length: number): Generator<Word> {
    if (stream === 0) {
      yield word(random, length);
      if (first !== undefined) yield { text: first, determinedFrom: 0 };
      return;
    }
    for (;;) yield word(random, random.integer(shortest, length));
  }

  function symbolsIn(random: RandomStream, length: number): readonly Symbol[] {
    const drawn: Symbol[] = [];
    for (const each of words(random, length)) {
      drawn.push(...symbolsOf(each, first !== undefined));
      if (stream > 0 && drawn.length > stream) break;
    }
    return stream > 0 ? drawn.slice(0, stream + 1) : drawn;
  }

  const vector = (symbol: string) => mark(symbols.indexOf(symbol));
  return sequenceTask({
    name,
    description,
    source: `Joulin and Mikolov 2015, arXiv 1503.01007, section ${section}`,
    options,
    inputs: channels,
    targets: channels,
    outputs: 'class',
    train: { low: shortest, high: 19 },
    test: [10, 20, 30, 40, 50, 60],
    lengths: { low: shortest, high: LONGEST },
    metrics: [exactStrings],
    exampleLength: 6,
    sequence(random, length) {
      const drawn = symbolsIn(random, length);
      return drawn.slice(0, -1).map(({ symbol }, index): Step => {
        const next = drawn[index + 1];
        return { input: vector(symbol), ...(next.isDetermined && { target: vector(next.symbol) }) };
      });
    },
  });
}
