import { RandomStream } from '@loci/random';
import * as fc from 'fast-check';
import { agrees, directionalDerivatives, isMeasured } from '../derivatives/directional-derivatives.js';
import { type Law, law } from '../law.js';
import { atMost, type LawOptions } from '../options.js';
import { blame, repeats } from '../subject/compare.js';
import { draw, ordinary } from '../subject/draw.js';
import type { Subject } from '../subject/subject.js';
import { withVariables } from '../subject/variables.js';
import { weighted } from '../subject/weighted.js';

/** Backpropagation into every input gives the derivative of what is computed. */
export const gradientsMatchDifferences = (subject: Subject, options: LawOptions): Law =>
  law(subject.name, 'gradients match finite differences', atMost(20, options), ordinary(subject), (given) => {
    const inputs = draw(subject, given);
    withVariables(subject, given, inputs, (variables, run) => {
      const outputs = (): ReturnType<typeof weighted> => weighted(run(), RandomStream.fromSeed(given.seed));
      const derivatives = Object.entries(
        directionalDerivatives(variables, outputs, RandomStream.fromSeed(given.seed)),
      );
      for (const [name, its] of derivatives) {
        if (!isMeasured(its) || agrees(its)) continue;
        const { analytic, numeric, error } = its;
        blame(
          subject,
          inputs,
          `along a direction in ${name} the gradient gives ${analytic}, and finite differences ${numeric} ± ${error}`,
        );
      }
      // Next to a kink or a jump, as where another place becomes the largest, the inputs are set aside.
      const isJudged = derivatives.length === 0 || derivatives.some(([, its]) => isMeasured(its));
      fc.pre(isJudged || !repeats(subject, inputs));
    });
  });
