import { equalsItsCompiledForm } from '../general/compiled.js';
import { gradientsStayFinite, staysFinite } from '../general/finite.js';
import { gradientsMatchDifferences } from '../general/gradients.js';
import { areIndependent } from '../general/independent.js';
import { shapesAreAsDeclared } from '../general/shapes.js';
import { leavesNothingBehind } from '../general/tidy.js';
import type { Law } from '../law.js';
import type { CompiledLawOptions } from '../options.js';
import { extreme } from '../subject/draw.js';
import type { Subject } from '../subject/subject.js';
import { prefixesAgree, stateIsAsDeclared, stepsArePure } from './state.js';
import { type MakeCell, unrolled, withCell } from './unrolled.js';
import { disposesItsVariables, seedsDecide, variablesAreNamed, variablesHaveEffect } from './variables.js';

export interface CellLawOptions extends CompiledLawOptions {
  /** In messages. @defaultValue 'cell' */
  readonly name?: string;
}

/**
 * The laws that a cell must obey.
 *
 * @param make builds the cell from the seed of its weights; the laws dispose it
 * @example
 * cellLaws((seed) => new NTM({ inputSize: 3, outputSize: 2, places: 5, width: 4, seed }))
 */
export function cellLaws(make: MakeCell, options: CellLawOptions = {}): Law[] {
  const { name = 'cell' } = options;
  /** Laws of what an unroll computes, each with a cell of its own that is made when it is checked. */
  const ofUnroll = (lawsOf: (subject: Subject) => readonly Law[]): Law[] => {
    const nothing: Subject = { name, axes: [], inputs: () => ({}), outputs: () => ({}), run: () => ({}) };
    return lawsOf(nothing).map((law, i) => ({
      name: law.name,
      check: () => withCell(make, SEED, (cell) => lawsOf(unrolled(cell, name))[i].check()),
    }));
  };
  const states = [stateIsAsDeclared, stepsArePure, prefixesAgree];
  const variables = [seedsDecide, variablesAreNamed, variablesHaveEffect, disposesItsVariables];
  return [
    ...states.map((law) => law(name, make, options)),
    ...variables.map((law) => law(name, make, options)),
    ...ofUnroll((subject) => [
      shapesAreAsDeclared(subject, options),
      staysFinite(subject, options, extreme(subject)),
      gradientsMatchDifferences(subject, options),
      gradientsStayFinite(subject, options, extreme(subject)),
      areIndependent('batch', subject, options),
      leavesNothingBehind(subject, options),
      ...equalsItsCompiledForm(subject, options),
    ]),
  ];
}

/** Of the cell that is unrolled: its inputs are drawn, its weights are those of this seed. */
const SEED = 1;
