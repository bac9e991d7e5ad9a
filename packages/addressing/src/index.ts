export { addressing } from './addressing.js';
export {
  checkFinite,
  checkInteger,
  checkNotNegative,
  checkOneOf,
  checkPositive,
  checkShape,
} from './check.js';
export { chooseLocation } from './choose-location.js';
export type { LocationChoice } from './choose-location.js';
export { chooseOne } from './choose-one.js';
export type { HardChoice } from './choose-one.js';
export { detached } from './detached.js';
export { emissionSize, splitEmissions } from './emissions.js';
export type { EmissionGroup } from './emissions.js';
export { constant, glorotUniform, normal, uniform } from './initializers.js';
export type { InitialState } from './initial-state.js';
export { initialWeighting } from './initial-weighting.js';
export type { InitialWeightingOptions } from './initial-weighting.js';
export { drawNoise } from './noise.js';
export { moveTapes } from './move-tapes.js';
export type { MoveTapesOptions } from './move-tapes.js';
export { penalizeEntropy } from './penalize-entropy.js';
export { read } from './read.js';
export { futureRewards, reinforce } from './reinforce/reinforce.js';
export type { Reinforced, ReinforceInput } from './reinforce/reinforce.js';
export { runningBaseline } from './reinforce/running-baseline.js';
export type { RunningBaseline, RunningBaselineOptions } from './reinforce/running-baseline.js';
export type { AddressInput, Scheme } from './scheme.js';
export type { Boundary } from './shift-by.js';
export type { Squash } from './squash.js';
export type {
  Choice,
  Emission,
  Emitted,
  NoiseSpec,
  Stage,
  StageFactory,
  StageInput,
  WeightSum,
} from './stage.js';
export { argmax } from './stages/argmax.js';
export { content } from './stages/content.js';
export type { ContentOptions } from './stages/content.js';
export { interpolate } from './stages/interpolate.js';
export { sample } from './stages/sample.js';
export { sharpen } from './stages/sharpen.js';
export type { SharpenOptions } from './stages/sharpen.js';
export { shift } from './stages/shift.js';
export type { ShiftOptions } from './stages/shift.js';
export { topK } from './stages/top-k.js';
export type { TopKOptions } from './stages/top-k.js';
export { tape } from './tape.js';
export type { Tape, TapeOptions } from './tape.js';
export { createVariables } from './weights.js';
export type { Initializer, Weights, WeightSpec, WeightSpecs } from './weights.js';
export { eraseAdd } from './write/erase-add.js';
export type { WriteOptions } from './write/erase-add.js';
export { interpolatingWrite } from './write/interpolating-write.js';
export type { WriteInput, WriteRule } from './write/write-rule.js';
