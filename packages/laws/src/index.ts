export { checkLaws } from './check-laws.js';
export { LawBroken } from './law.js';
export type { Law } from './law.js';
export type { Compile, CompiledLawOptions, LawOptions } from './options.js';
export { agrees, directionalDerivatives } from './derivatives/directional-derivatives.js';
export type { DirectionalDerivative } from './derivatives/directional-derivatives.js';
export {
  closedGate,
  fullSharpening,
  fullStrength,
  noSharpening,
  openGate,
  shiftedBy,
} from './addressing/limits.js';
export type { EmittedValues, Limit, LimitInput } from './addressing/limits.js';
export { schemeLaws, stageLaws } from './addressing/weighting-laws.js';
export type { SchemeLawOptions, StageLawOptions, WeightingLawOptions } from './addressing/weighting-laws.js';
export { initialStateLaws } from './memory/initial-state-laws.js';
export type { InitialStateLawOptions } from './memory/initial-state-laws.js';
export { readingLaws } from './memory/reading-laws.js';
export type { Reading } from './memory/reading-laws.js';
export { writeLaws } from './memory/write-laws.js';
export { cellLaws } from './cells/cell-laws.js';
export type { CellLawOptions } from './cells/cell-laws.js';
export type { MakeCell } from './cells/unrolled.js';
export { taskLaws } from './tasks/task-laws.js';
