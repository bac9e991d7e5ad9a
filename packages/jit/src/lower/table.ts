import { assemble } from './assemble.js';
import { creation } from './create.js';
import { elementwise } from './elementwise.js';
import { gathering } from './gather.js';
import type { LoweringTable } from './lowering.js';
import { matrix } from './matrix.js';
import { ordering } from './order.js';
import { reductions } from './reductions.js';
import { refused } from './refused.js';
import { scattering } from './scatter.js';
import { shapes } from './shapes.js';

/** Every tfjs kernel the compiler knows: what it computes, or why it is refused. */
export const loweringTable: LoweringTable = {
  ...assemble,
  ...creation,
  ...elementwise,
  ...gathering,
  ...matrix,
  ...ordering,
  ...reductions,
  ...refused,
  ...scattering,
  ...shapes,
};
