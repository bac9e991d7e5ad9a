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

  optimize(recorded: Graph): Graph {
    const told = this.tell(recorded);
    if (told) return told;
    const course = new Course(this.exampleFor(recorded)?.course);
    const sample = { recorded, optimized: this.passes(recorded, course), course };
    this.samples.push(sample);
    if (this.samples.length > MOST_SAMPLES) this.samples.shift();
    return sample.optimized;
  }

  /** The latest graph whose time steps are the same. */
  private exampleFor(recorded: Graph): Sample | undefined {
    return this.samples.findLast((sample) => haveSameSteps(sample.recorded, recorded));
  }

  private tell(recorded: Graph): Graph | undefined {
    const third = plain(recorded);
    const samples = this.samples.map((sample) => ({ ...sample, plain: plain(sample.recorded) }));
    for (const second of [...samples].reverse()) {
      for (const first of samples) {
        if (first === second) continue;
        const ratio = ratioOf(first.plain, second.plain, third);
        if (!ratio) continue;
        const between = interpolate(plain(first.optimized), plain(second.optimized), ratio);
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

/** What is known of a value apart from what it refers to. */
interface PlainValue {
  readonly type: Value['type'];
  readonly size: number;
  readonly kind: Value['origin']['kind'];
  /** What else must be equal. */
  readonly detail: unknown;
  /** For a time step, the value it is a step of, by its id. */
  readonly of: number | undefined;
  readonly shift: number | undefined;
}

interface PlainGraph {
  readonly values: readonly PlainValue[];
  readonly nodes: Graph['nodes'];
  readonly outputs: readonly number[];
  readonly assigned: Graph['assigned'];
}

function plain({ values, nodes, outputs, assigned }: Graph): PlainGraph {
  return { values: values.map(plainValue), nodes, outputs: outputs.map(({ id }) => id), assigned };
}

function plainValue({ type, size, origin }: Value): PlainValue {
  const step =
    origin.kind === 'step' ? { of: origin.of.id, shift: origin.shift } : { of: undefined, shift: undefined };
  return { type, size, kind: origin.kind, detail: detailOf(origin), ...step };
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
function restored({ values, nodes, outputs, assigned }: PlainGraph, recorded: Graph, sample: Sample): Graph {
  const made: Value[] = [];
  values.forEach(({ type, size, kind, detail, of, shift }, id) => {
    const kept = sample.optimized.values[id] === sample.recorded.values[id];
    made.push(kept ? recorded.values[id]! : { id, type, size, origin: { kind: 'computed' } });
    if (kept) return;
    if (kind === 'step') made[id]!.origin = { kind, of: made[of!] ?? recorded.values[of!]!, shift: shift! };
    else if (kind === 'constant') made[id]!.origin = { kind, data: detail as Float32Array };
    else if (kind === 'uniform') made[id]!.origin = { kind, value: detail as number };
    else if (kind !== 'computed') throw new Error(`internal: a pass made a value of kind '${kind}'`);
  });
  return { values: made, nodes, outputs: outputs.map((id) => made[id]!), assigned };
}
