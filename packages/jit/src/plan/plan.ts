import type { Graph } from '../graph/graph.js';
import type { KernelNode } from '../graph/node.js';
import { storageOf, type Value } from '../graph/value.js';
import type { Kernel } from '../ir/kernel.js';
import type { Call, Loop, Place, Program, Step } from '../ir/program.js';
import { allocate } from './allocate.js';
import { canonicalize } from './canonical.js';
import type { KernelTable } from './kernel-table.js';
import { lifetimesOf } from './lifetimes.js';
import { lessAtBeginning } from './first-step.js';
import { needlessAtEnd } from './last-step.js';
import { kernelsOverTime } from './over-time.js';
import { withStepsApart } from './steps-apart.js';

/** Where the values that outlive a call lie, in bytes from the beginning of the memory. */
export type AddressOf = (value: Value) => number;

export interface Plan {
  readonly program: Program;
  /** The place in the arena of each argument, output and number read anew that the program uses. */
  readonly addresses: ReadonlyMap<Value, number>;
}

const BYTES = 4;

function livesInArena(value: Value): boolean {
  switch (value.origin.kind) {
    case 'computed':
    case 'argument':
    case 'dynamic':
      return true;
    default:
      return false;
  }
}

/**
 * Gives every value a place and turns nodes into calls of unique kernels.
 *
 * @param apart see `lifetimesOf`
 */
export function plan(graph: Graph, permanent: AddressOf, table: KernelTable, apart = false): Plan {
  const lifetimes = [...lifetimesOf(graph, apart)].filter(([value]) => livesInArena(value));
  const { addresses, bytes } = allocate(
    lifetimes.map(([value, lifetime]) => ({ bytes: value.size * BYTES, ...lifetime })),
  );
  const arena = new Map(lifetimes.map(([value], i) => [value, addresses[i]!]));
  const kernels: Kernel[] = [];
  const numbers = new Map<Kernel, number>();

  const placeOf = (value: Value, offset: number): Place => {
    const storage = storageOf(value);
    const stride = value.origin.kind === 'step' ? value.size * BYTES : 0;
    const shift = value.origin.kind === 'step' ? value.origin.shift * stride : 0;
    const inArena = arena.get(storage);
    return {
      address: (inArena ?? permanent(storage)) + shift + offset * BYTES,
      stride,
      absolute: inArena === undefined,
    };
  };
  const callOf = (node: KernelNode, extent?: number): Call => {
    const { kernel, key, parameters } = canonicalize(node);
    const known = table.get(key) ?? kernel;
    table.set(key, known);
    let number = numbers.get(known);
    if (number === undefined) {
      number = kernels.push(known) - 1;
      numbers.set(known, number);
    }
    return {
      kind: 'call',
      kernel: number,
      places: [
        ...parameters.map(({ value, offset }) => placeOf(graph.values[value]!, offset)),
        ...(extent === undefined ? [] : [{ address: extent, stride: 0, absolute: true }]),
      ],
    };
  };
  // Threads divide kernels of known extents.
  const overTime = apart ? undefined : kernelsOverTime(graph);
  const steps = graph.nodes.flatMap((node): Step | Step[] => {
    if (node.kind === 'loop') {
      const { count, reverse } = node;
      const body = node.body.map((inner) => callOf(inner));
      const loop: Loop = { kind: 'loop', count, reverse, body };
      if (count < 2) return loop;
      const less = lessAtBeginning(graph, node);
      const needless = needlessAtEnd(graph, node);
      return withStepsApart(loop, {
        first: less?.map((inner) => callOf(inner)),
        last: needless.size > 0 ? body.filter((_, i) => !needless.has(i)) : undefined,
      });
    }
    return overTime?.get(node)?.map(({ node, extent }) => callOf(node, extent)) ?? callOf(node);
  });
  return { program: { kernels, steps, arenaBytes: bytes }, addresses: arena };
}
