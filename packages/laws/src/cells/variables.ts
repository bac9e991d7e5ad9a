import { unroll } from '@loci/controllers';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { gradientsOf } from '../derivatives/directional-derivatives.js';
import { type Law, law, Violation } from '../law.js';
import { atMost, type LawOptions } from '../options.js';
import { difference } from '../subject/compare.js';
import { draw, ONES, seeds } from '../subject/draw.js';
import { trained } from '../subject/variables.js';
import { weighted } from '../subject/weighted.js';
import { type MakeCell, unrolled, withCell } from './unrolled.js';

/** The same seed gives the same variables, by the same names in the same order. */
export const seedsDecide = (name: string, make: MakeCell, options: LawOptions): Law =>
  law(name, 'the same seed gives the same variables', options, seeds, (seed) => {
    const [one, other] = [make(seed), make(seed)];
    const [its, others] = [one, other].map(({ variables }) => Object.keys(variables).join(', '));
    const found =
      its === others ? difference(one.variables, other.variables, 0) : `the names are ${its} and ${others}`;
    one.dispose();
    other.dispose();
    if (found) throw new Violation(found);
  });

/** What it frees is all that it made. */
export const disposesItsVariables = (name: string, make: MakeCell, options: LawOptions): Law =>
  law(name, 'dispose frees its variables', options, seeds, (seed) => {
    const before = tf.memory().numTensors;
    make(seed).dispose();
    const left = tf.memory().numTensors - before;
    if (left !== 0) throw new Violation(`${left} tensors more than before it was made`);
  });

/** A variable that is not named is not stored in checkpoints. */
export const variablesAreNamed = (name: string, make: MakeCell, options: LawOptions): Law =>
  law(name, 'it is trained in no variables but those it names', atMost(10, options), seeds, (seed) =>
    withCell(make, seed, (cell) => {
      const own = new Set(Object.values(cell.variables).map((variable) => variable.name));
      const { inputs } = draw(unrolled(cell, name), { ...ONES, time: 2, seed });
      const anchor = tf.variable(tf.scalar(1));
      try {
        const { grads } = tf.variableGrads(() =>
          tf.mul(tf.sum(unroll(cell, inputs as tf.Tensor3D).outputs), anchor),
        );
        const foreign = Object.keys(grads).find((its) => !own.has(its) && its !== anchor.name && grads[its]);
        if (foreign !== undefined)
          throw new Violation(`the variable '${foreign}' is trained but not among its variables`);
      } finally {
        anchor.dispose();
      }
    }),
  );

/** Cells that a variable has to show an effect in. */
const CHANCES = 5;

/** A variable without effect on any output is trained in vain, or left out by mistake. */
export const variablesHaveEffect = (name: string, make: MakeCell, options: LawOptions): Law =>
  law(name, 'every trained variable has an effect', atMost(1, options), fc.constant(CHANCES), (chances) => {
    const idle = new Set<string>();
    const busy = new Set<string>();
    for (let seed = 1; seed <= chances; seed++) {
      withCell(make, seed, (cell) => {
        const subject = unrolled(cell, name);
        const { inputs } = draw(subject, { ...ONES, batch: 2, time: 5, seed });
        const outputs = (): tf.Tensor =>
          weighted({ outputs: unroll(cell, inputs as tf.Tensor3D).outputs }, RandomStream.fromSeed(seed));
        const variables = trained(subject);
        gradientsOf(outputs, Object.values(variables)).forEach((gradient, i) => {
          (gradient.some((slope) => slope !== 0) ? busy : idle).add(Object.keys(variables)[i]);
        });
      });
    }
    const without = [...idle].filter((variable) => !busy.has(variable));
    if (without.length > 0)
      throw new Violation(`no output depends on ${without.join(', ')}, in ${chances} cells`);
  });
