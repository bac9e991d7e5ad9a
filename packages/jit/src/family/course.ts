import { Decisions } from '../fuse/decisions.js';
import type { Graph } from '../graph/graph.js';
import { recognize } from './recognize.js';

/** How a graph went through the passes, for others to follow that differ in their numbers of time steps. */
export class Course {
  readonly decisions: Decisions;
  /** The graph as recorded, and after each pass. */
  private readonly stages: Graph[] = [];
  private readonly examples: readonly Graph[];

  constructor(example?: Course) {
    this.decisions = new Decisions(example?.decisions);
    this.examples = example?.stages ?? [];
  }

  /** To be called with a graph as it is recorded, and after each pass: gives the same with nodes that are known. */
  recognize(graph: Graph): Graph {
    const example = this.examples[this.stages.length];
    const stage = example ? recognize(graph, example) : graph;
    this.stages.push(stage);
    return stage;
  }
}
