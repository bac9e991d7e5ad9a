import { extentsOf } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import type { LoopNode } from '../graph/node.js';
import type { Value } from '../graph/value.js';
import { Course } from './course.js';
import { interpolate, ratioOf } from './interpolate.js';

/** A graph as recorded, what the passes made of it, and how. */
interface Sample {
  readonly recorded: Graph;
  readonly optimized: Graph;
  readonly course: Course;
  readonly plain: { readonly recorded: PlainGraph; readonly optimized: PlainGraph };
}

/** Short sequences have shapes of their own (an extent of 1), so more than two may be needed. */
const MOST_SAMPLES = 5;

/**
 * The graphs of one function for arguments that differ in their extents only. The passes take long; for a second length
 * they follow the way of the first, and what they would give for a third is told from those two.
 */
export class Family {
  private readonly samples: Sample[] = [];

  constructor(private readonly passes: (graph: Graph, course: Course) => Graph) {}

  optimize(graph: Graph): Graph {
    const example = this.exampleFor(graph);
    const course = new Course(example?.course);
    const recorded = course.recognize(graph);
    const told = this.tell(recorded);
    if (told) return told;
    const optimized = this.passes(recorded, course);
    this.samples.push({
      recorded,
      optimized,
      course,
      plain: { recorded: plain(recorded), optimized: plain(optimized) },
    });
    if (this.samples.length > MOST_SAMPLES) this.samples.shift();
    return optimized;
  }

  /** The latest graph whose time steps are the same. */
  private exampleFor(graph: Graph): Sample | undefined {
    return this.samples.findLast((sample) => haveSameSteps(sample.recorded, graph));
  }

  private tell(recorded: Graph): Graph | undefined {
    const third = plain(recorded);
    for (const second of this.samples.toReversed()) {
      for (const first of this.samples) {
        if (first === second) continue;
        const ratio = ratioOf(first.plain.recorded, second.plain.recorded, third);
        if (!ratio) continue;
        const between = interpolate(first.plain.optimized, second.plain.optimized, ratio);
        if (between) return restored(between, recorded, first);
      }
    }
    return undefined;
  }
}

const loopsOf = ({ nodes }: Graph): LoopNode[] => nodes.filter((node) => node.kind === 'loop');

/** Whether two graphs have loops of the same kernels, of the same sizes: then they may differ in their length only. */
function haveSameSteps(a: Graph, b: Graph): boolean {
  const sizes = (loops: readonly LoopNode[]): string =>
    JSON.stringify(loops.map(({ body }) => body.map((node) => [node.kind, extentsOf(node)])));
  const [loops, others] = [loopsOf(a), loopsOf(b)];
  return loops.length > 0 && a.nodes.length === b.nodes.length && sizes(loops) === sizes(others);
}

/** A graph whose values are told apart from what they refer to, one list for each thing known of them. */
interface PlainGraph {
  readonly types: readonly Value['type'][];
  readonly sizes: readonly number[];
  readonly kinds: readonly Value['origin']['kind'][];
  /** What else must be equal. */
  readonly details: readonly unknown[];
  /** For a time step, the value it is a step of, by its id; else -1. */
  readonly wholes: readonly number[];
  readonly shifts: readonly number[];
  readonly nodes: Graph['nodes'];
  readonly outputs: readonly number[];
  readonly assigned: Graph['assigned'];
}

function plain({ values, nodes, outputs, assigned }: Graph): PlainGraph {
  return {
    types: values.map(({ type }) => type),
    sizes: values.map(({ size }) => size),
    kinds: values.map(({ origin }) => origin.kind),
    details: values.map(({ origin }) => detailOf(origin)),
    wholes: values.map(({ origin }) => (origin.kind === 'step' ? origin.of.id : -1)),
    shifts: values.map(({ origin }) => (origin.kind === 'step' ? origin.shift : 0)),
    nodes,
    outputs: outputs.map(({ id }) => id),
    assigned,
  };
}

function detailOf(origin: Value['origin']): unknown {
  switch (origin.kind) {
    case 'argument':
      return origin.index;
    case 'variable':
      return origin.variable;
    case 'constant':
      return origin.data;
    case 'uniform':
      return origin.value;
    // Tensors and learning rates from outside are read when the program is bound or run.
    case 'captured':
    case 'dynamic':
    case 'computed':
    case 'step':
      return undefined;
  }
}

/** The graph, with the values of the recording where the passes left them as they were. */
function restored(graph: PlainGraph, recorded: Graph, sample: Sample): Graph {
  const { types, sizes, kinds, details, wholes, shifts, nodes, outputs, assigned } = graph;
  const made: Value[] = [];
  const originOf = (id: number): Value['origin'] => {
    const kind = kinds[id]!;
    switch (kind) {
      case 'computed':
        return { kind };
      case 'step':
        return { kind, of: made[wholes[id]!] ?? recorded.values[wholes[id]!]!, shift: shifts[id]! };
      case 'constant':
        return { kind, data: details[id] as Float32Array };
      case 'uniform':
        return { kind, value: details[id] as number };
      default:
        throw new Error(`internal: a pass made a value of kind '${kind}'`);
    }
  };
  for (let id = 0; id < types.length; id++) {
    const isKept = sample.optimized.values[id] === sample.recorded.values[id];
    made.push(
      isKept ? recorded.values[id]! : { id, type: types[id]!, size: sizes[id]!, origin: originOf(id) },
    );
  }
  return { values: made, nodes, outputs: outputs.map((id) => made[id]!), assigned };
}
