import type { RandomStream } from '@loci/random';
import { modulo } from './strings.js';

/** An arithmetic expression as text, and its value modulo 5. */
export interface Expression {
  readonly text: string;
  readonly value: number;
}

/**
 * Draws an expression with brackets of exactly so many symbols: a digit d, -d, (d) or (-d) if it is short, else two
 * expressions joined by an operator, in brackets. Where it is cut is drawn uniformly.
 *
 * @param length >= 1
 * @param operators such as '+-*'
 */
export function randomExpression(random: RandomStream, length: number, operators: string): Expression {
  if (length < 5) {
    const digit = random.integer(0, 4);
    const negated = length % 2 === 0;
    const text = negated ? `-${digit}` : String(digit);
    return { text: length < 3 ? text : `(${text})`, value: modulo(negated ? -digit : digit, 5) };
  }
  const leftLength = random.integer(1, length - 4);
  const left = randomExpression(random, leftLength, operators);
  const right = randomExpression(random, length - 3 - leftLength, operators);
  const operator = operators[random.integer(0, operators.length - 1)];
  return {
    text: `(${left.text}${operator}${right.text})`,
    value: modulo(apply(operator, left.value, right.value), 5),
  };
}

function apply(operator: string, left: number, right: number): number {
  if (operator === '+') return left + right;
  return operator === '-' ? left - right : left * right;
}
