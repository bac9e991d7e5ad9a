import type { Graph } from '../../src/graph/graph.js';
import { storageOf, type Value } from '../../src/graph/value.js';
import { kernelNodes, readsOf, writesOf } from '../../src/graph/walk.js';
import { interpret } from '../../src/ir/interpret.js';
import type { Program } from '../../src/ir/program.js';
import { plan } from '../../src/plan/plan.js';

/** Numbers for the arguments and variables of a graph, by the value that stands for them. */
export type Elements = (value: Value) => ArrayLike<number>;

/** How a planned program is run. */
export interface Execution {
  /** See `lifetimesOf`. */
  readonly apart: boolean;
  readonly run: (program: Program, memory: ArrayBuffer, base: number) => void;
}

/** Plans a graph and runs it, in the interpreter unless told: gives its outputs, then what it assigned to variables. */
export function runGraph(
  graph: Graph,
  elements: Elements,
  { apart, run }: Execution = { apart: false, run: interpret },
): Float64Array[] {
  const used = new Set<Value>();
  for (const node of kernelNodes(graph.nodes)) {
    for (const id of [...readsOf(node), ...writesOf(node)]) used.add(storageOf(graph.values[id]!));
  }
  const permanent = [...used].filter(({ origin }) =>
    ['variable', 'constant', 'captured'].includes(origin.kind),
  );
  const absolute = new Map<Value, number>();
  let bytes = 64;
  for (const value of permanent) {
    absolute.set(value, bytes);
    bytes += value.size * 4 + 16;
  }
  const base = Math.ceil(bytes / 16) * 16;
  const { program, addresses } = plan(graph, (value) => absolute.get(value)!, new Map(), apart);
  const memory = new ArrayBuffer(base + program.arenaBytes + 64);
  // What no one wrote must not be read: it shows as an odd number.
  new Float32Array(memory).fill(7.25);
  const view = (value: Value): Float32Array | Int32Array => {
    const address = absolute.get(value) ?? base + addresses.get(value)!;
    return value.type === 'float32'
      ? new Float32Array(memory, address, value.size)
      : new Int32Array(memory, address, value.size);
  };
  for (const value of [...permanent, ...addresses.keys()]) {
    const { origin } = value;
    if (origin.kind === 'constant') view(value).set(origin.data);
    else if (origin.kind === 'captured') view(value).set(origin.tensor.dataSync());
    else if (origin.kind === 'dynamic') view(value)[0] = origin.read();
    else if (origin.kind === 'argument' || origin.kind === 'variable') view(value).set(elements(value));
  }
  run(program, memory, base);
  const assigned = graph.values.filter(
    ({ origin }) => origin.kind === 'variable' && graph.assigned.includes(origin.variable),
  );
  return [...graph.outputs, ...assigned].map((value) => Float64Array.from(view(value)));
}

/** Equal within rounding: sums may be taken in another order. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(actual).toHaveLength(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i]!, expected[i]!];
    if (Object.is(a, e) || a === e || Math.abs(a - e) <= tolerance * (1 + Math.abs(e))) continue;
    throw new Error(`element ${i} is ${a}, expected ${e}`);
  }
}
