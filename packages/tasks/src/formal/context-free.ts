/** The deterministic context-free languages of the benchmark: an automaton with one stack decides them. */
import type { RandomStream } from '@loci/random';
import { randomExpression } from './expressions.js';
import type { FormalTask, FormalTaskOptions } from './formal-task.js';
import { formalTask } from './formal-task.js';
import { randomString } from './strings.js';

/** Reverse string: the same bits, last first. */
export const reverseString = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'reverse-string',
    description: 'Give back a string of bits in reverse order.',
    symbols: '01',
    classes: '01',
    outputLength: (length) => length,
    draw(random, length) {
      const input = randomString(random, length, 2);
      return { input, output: input.toReversed() };
    },
  });

const POP = 2;

/**
 * Stack manipulation: the bits of a stack, bottom first, then commands: pop (-, which does nothing to an empty stack),
 * push 0 (o), push 1 (i). The stack at the end is wanted, top first, then an end mark; what follows that does not count.
 *
 *     0 1 1 0 i - -  ->  1 1 0 .
 */
export const stackManipulation = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'stack-manipulation',
    description: 'Carry out pops and pushes on a stack of bits, and give it back from the top.',
    symbols: '01-oi',
    classes: '01.',
    outputLength: (length) => length + 1,
    draw(random, length) {
      const size = length === 1 ? 1 : random.integer(1, length - 1);
      const bits = randomString(random, size, 2);
      const commands = Array.from({ length: length - size }, () => random.integer(POP, POP + 2));
      const stack = [...bits];
      for (const command of commands) {
        if (command === POP) stack.pop();
        else stack.push(command - POP - 1);
      }
      return { input: [...bits, ...commands], ...terminated(stack.toReversed(), length + 1) };
    },
  });

/** Symbols, then the end mark 2, padded with zeros that do not count. */
export const terminated = (symbols: readonly number[], length: number) => ({
  output: [...symbols, 2, ...Array<number>(length - symbols.length - 1).fill(0)],
  counts: symbols.length + 1,
});

const numbersOf = (text: string, symbols: string): readonly number[] =>
  [...text].map((symbol) => symbols.indexOf(symbol));

// The benchmark's vocabulary; x and = are never shown in this one.
const EXPRESSION = '01234+-*()x=';

/** Modular arithmetic with brackets: the value of an expression modulo 5. Its vocabulary has 11 symbols in use. */
export const modularArithmeticBrackets = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'modular-arithmetic-brackets',
    description: 'The value of an expression of digits, plus, minus and times modulo 5, with brackets.',
    symbols: EXPRESSION.slice(0, 11),
    classes: '01234',
    exampleLength: 12,
    outputLength: () => 1,
    draw(random, length) {
      const { text, value } = randomExpression(random, length, '+-*');
      return { input: numbersOf(text, EXPRESSION), output: [value] };
    },
  });

const EQUATION = '01234+-()x=';

/**
 * Solve equation: an expression with brackets of plus and minus, in which x stands for one digit, and its value modulo
 * 5. Which digit is it?
 *
 *     ( 3 - x ) = 1  ->  2
 */
export const solveEquation = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'solve-equation',
    description: 'Which digit x stands for in an equation of plus, minus and brackets modulo 5.',
    symbols: EQUATION,
    classes: '01234',
    shortest: 3,
    exampleLength: 12,
    outputLength: () => 1,
    draw(random, length) {
      const { text, value } = randomExpression(random, length - 2, '+-');
      const hidden = digitAt(random, text);
      const equation = `${text.slice(0, hidden)}x${text.slice(hidden + 1)}=${value}`;
      return { input: numbersOf(equation, EQUATION), output: [Number(text[hidden])] };
    },
  });

/** The first digit at a drawn place or behind it, as the benchmark chooses: so not all digits are alike. */
function digitAt(random: RandomStream, text: string): number {
  let place = random.integer(0, text.length - 1);
  while (!/\d/.test(text[place])) place = (place + 1) % text.length;
  return place;
}
