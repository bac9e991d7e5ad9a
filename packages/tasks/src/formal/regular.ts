/** The regular languages of the benchmark: a finite automaton decides them. */
import type { FormalTask, FormalTaskOptions } from './formal-task.js';
import { formalTask } from './formal-task.js';
import { modulo, randomString } from './strings.js';

const one = () => 1;

/**
 * Even pairs: is the number of places where 0 and 1 follow one another even? That is so if the first symbol is the last.
 *
 *     a b b a b  ->  no: ab, ba, ab
 */
export const evenPairs = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'even-pairs',
    description: 'Whether the number of changes between neighbours in a string of bits is even.',
    symbols: '01',
    classes: '01',
    outputLength: one,
    draw(random, length) {
      const input = randomString(random, length, 2);
      return { input, output: [Number(input[0] === input[length - 1])] };
    },
  });

/** Parity check: is the number of ones odd? */
export const parityCheck = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'parity-check',
    description: 'Whether the number of ones in a string of bits is odd.',
    symbols: '01',
    classes: '01',
    outputLength: one,
    draw(random, length) {
      const input = randomString(random, length, 2);
      return { input, output: [input.reduce((sum, bit) => sum + bit, 0) % 2] };
    },
  });

/** Cycle navigation: a walk on a ring of five places, where 0 stays, 1 goes on and 2 goes back. Where does it end? */
export const cycleNavigation = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'cycle-navigation',
    description: 'Where a walk on a ring of five places ends, whose steps are stay, on and back.',
    symbols: '=+-',
    classes: '01234',
    outputLength: one,
    draw(random, length) {
      const input = randomString(random, length, 3);
      const moves = [0, 1, -1];
      const end = input.reduce((place, move) => place + moves[move], 0);
      return { input, output: [modulo(end, 5)] };
    },
  });

const OPERATORS = '+-*';

/**
 * Modular arithmetic (simple): the value of a sum of products modulo 5, without brackets. Lengths are odd: an even one
 * stands for the length before.
 *
 *     1 + 2 * 3  ->  2
 */
export const modularArithmetic = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'modular-arithmetic',
    description: 'The value of an expression of digits, plus, minus and times modulo 5, without brackets.',
    // The blank of the benchmark's vocabulary is never shown.
    symbols: `01234${OPERATORS}_`,
    classes: '01234',
    outputLength: one,
    draw(random, length) {
      const terms = Math.floor((length - 1) / 2) + 1;
      const digits = randomString(random, terms, 5);
      const operators = randomString(random, terms - 1, OPERATORS.length);
      // The sum of the products that are closed, and the product that is still open.
      let sum = 0;
      let product = digits[0];
      operators.forEach((operator, index) => {
        const digit = digits[index + 1];
        if (OPERATORS[operator] === '*') {
          product = (product * digit) % 5;
        } else {
          sum += product;
          product = OPERATORS[operator] === '+' ? digit : -digit;
        }
      });
      const input = digits.flatMap((digit, index) =>
        index === 0 ? [digit] : [5 + operators[index - 1], digit],
      );
      return { input, output: [modulo(sum + product, 5)] };
    },
  });
