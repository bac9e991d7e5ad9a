import type { Graph } from '../graph/graph.js';
import { removeDeadCode } from '../simplify/dead-code.js';

/** All passes from the recorded graph to the one that is planned. */
export function optimize(graph: Graph): Graph {
  return removeDeadCode(graph);
}
