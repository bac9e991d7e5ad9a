import { assemble } from './assemble.js';
import { creation } from './create.js';
import { elementwise } from './elementwise.js';
import { gathering } from './gather.js';
import type { LoweringTable } from './lowering.js';
import { matrix } from './matrix.js';
import { reductions } from './reductions.js';
import { shapes } from './shapes.js';

/** Every tfjs kernel the compiler knows. */
export const loweringTable: LoweringTable = {
  ...assemble,
  ...creation,
  ...elementwise,
  ...gathering,
  ...matrix,
  ...reductions,
  ...shapes,
};
