import * as fc from 'fast-check';
import { type Law, law, Violation } from '../law.js';
import type { LawOptions } from '../options.js';
import type { Emission } from '@loci/addressing';

/** What is emitted has the same names at every width, and a whole number of values each. */
export const emissionIsDeclared = (
  { name: subject, emits }: { readonly name: string; emits(width: number): Emission },
  options: LawOptions,
): Law =>
  law(subject, 'emits the same names at every width', options, fc.integer({ min: 1, max: 100 }), (width) => {
    const [names, usual] = [emits(width), emits(1)].map((emission) => Object.keys(emission).join(', '));
    if (names !== usual)
      throw new Violation(`at the width ${width} it emits ${names}, at the width 1 ${usual}`);
    for (const [name, size] of Object.entries(emits(width))) {
      if (Number.isInteger(size) && size >= 1) continue;
      throw new Violation(`emits(${width}).${name} must be an integer >= 1, and is ${size}`);
    }
  });
