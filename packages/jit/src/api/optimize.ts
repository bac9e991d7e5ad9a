import { Course } from '../family/course.js';
import type { Decisions } from '../fuse/decisions.js';
import { fuse } from '../fuse/fuse.js';
import { joinAccumulators } from '../fuse/join-accumulators.js';
import { writeInPlace } from '../fuse/in-place.js';
import { inlineSingleUses } from '../fuse/inline.js';
import { readThroughCopies, recomputeCheapValues } from '../fuse/recompute.js';
import type { Graph } from '../graph/graph.js';
import { collapseStacks } from '../loops/collapse.js';
import { splitLoops } from '../loops/fission.js';
import { removeDeadCode } from '../simplify/dead-code.js';
import { narrow } from '../simplify/narrow.js';
import { productsAsRows } from '../simplify/products.js';
import { joinSums } from '../simplify/sums.js';
import { unrollSmallRows } from '../simplify/small-rows.js';
import { simplifyDimensions } from '../simplify/dimensions.js';
import { skipZeros } from '../simplify/zeros.js';

/** What is done to a recorded graph before it is planned, in order. */
const passes: readonly ((graph: Graph, decisions: Decisions) => Graph)[] = [
  simplifyDimensions,
  removeDeadCode,
  splitLoops,
  simplifyDimensions,
  joinSums,
  removeDeadCode,
  narrow,
  skipZeros,
  simplifyDimensions,
  productsAsRows,
  unrollSmallRows,
  simplifyDimensions,
  readThroughCopies,
  writeInPlace,
  inlineSingleUses,
  fuse,
  recomputeCheapValues,
  removeDeadCode,
  joinAccumulators,
  collapseStacks,
  simplifyDimensions,
];

/** All passes from the recorded graph to the one that is planned. */
export function optimize(graph: Graph, course = new Course()): Graph {
  return passes.reduce((optimized, pass) => course.recognize(pass(optimized, course.decisions)), graph);
}
