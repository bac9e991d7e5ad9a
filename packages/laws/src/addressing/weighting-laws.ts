import type { Scheme, Stage } from '@loci/addressing';
import { equalsItsCompiledForm } from '../general/compiled.js';
import { gradientsStayFinite, staysFinite } from '../general/finite.js';
import { gradientsMatchDifferences } from '../general/gradients.js';
import { areIndependent } from '../general/independent.js';
import { permutingPlaces, rotatingPlaces } from '../general/rearranging.js';
import { isRepeatable } from '../general/repeatable.js';
import { shapesAreAsDeclared } from '../general/shapes.js';
import { leavesNothingBehind } from '../general/tidy.js';
import type { Law } from '../law.js';
import type { CompiledLawOptions } from '../options.js';
import { type Addresser, schemeAddresser, stageAddresser } from './addresser.js';
import { emissionIsDeclared } from './emission.js';
import { choicesAverageToSoft } from './expectation.js';
import { type Limit, reachesLimit } from './limits.js';
import { paddingGetsNoWeight, refusesMask } from './padding.js';
import {
  entropiesAreNotNegative,
  everyInput,
  logProbabilitiesAreNotPositive,
  weightsSumToOne,
} from './sums.js';

/** What a stage or a scheme promises beside what all of them must. */
export interface WeightingLawOptions<Soft> extends CompiledLawOptions {
  /**
   * What may be done to the places: 'permutation' where it matters what lies at a place and not where it is, 'rotation'
   * where the places are a ring.
   * @defaultValue neither is promised
   */
  readonly symmetry?: 'permutation' | 'rotation';
  /** Whether places can be marked as padding; if not, a mask must be refused. @defaultValue true */
  readonly masks?: boolean;
  /** What it must come to where emitted values grow without bound. @defaultValue none */
  readonly limits?: readonly Limit[];
  /** For what chooses by chance: what it is in the mean. @defaultValue the laws of chance are left out */
  readonly soft?: Soft;
}

export type StageLawOptions = WeightingLawOptions<Stage>;
export type SchemeLawOptions = WeightingLawOptions<Scheme>;

/** The laws that a stage must obey. */
export const stageLaws = (stage: Stage, { soft, ...options }: StageLawOptions = {}): Law[] =>
  weightingLaws(stageAddresser(stage), { ...options, ...(soft && { soft: stageAddresser(soft) }) });

/** The laws that a scheme must obey: `checkLaws(schemeLaws(addressing(content(), recency())))`. */
export const schemeLaws = (scheme: Scheme, { soft, ...options }: SchemeLawOptions = {}): Law[] =>
  weightingLaws(schemeAddresser(scheme), { ...options, ...(soft && { soft: schemeAddresser(soft) }) });

function weightingLaws(subject: Addresser, options: WeightingLawOptions<Addresser>): Law[] {
  const { symmetry, masks = true, limits = [], soft } = options;
  return [
    emissionIsDeclared(subject, options),
    shapesAreAsDeclared(subject, options),
    weightsSumToOne(subject, options),
    logProbabilitiesAreNotPositive(subject, options),
    entropiesAreNotNegative(subject, options),
    staysFinite(subject, options, everyInput(subject)),
    gradientsMatchDifferences(subject, options),
    gradientsStayFinite(subject, options, everyInput(subject)),
    areIndependent('batch', subject, options),
    areIndependent('heads', subject, options),
    ...(symmetry === 'permutation' ? [permutingPlaces(subject, options)] : []),
    ...(symmetry === 'rotation' ? [rotatingPlaces(subject, options)] : []),
    masks ? paddingGetsNoWeight(subject, options) : refusesMask(subject, options),
    ...limits.map((limit) => reachesLimit(subject, limit, options)),
    ...(soft ? choicesAverageToSoft(subject, soft, options) : []),
    isRepeatable(subject, options),
    leavesNothingBehind(subject, options),
    ...equalsItsCompiledForm(subject, options),
  ];
}
