import { extentsOf } from '../graph/access.js';
import type { KernelNode } from '../graph/node.js';
import type { Call, Loop, Place, Step } from '../ir/program.js';

/** Less of a step's work than this is not worth calls of their own. */
const WORTH_WHILE = 0.1;

/** Whether what a step of a loop spares is worth doing it apart, in the work of nodes. */
export function isWorthApart(spared: number, body: readonly KernelNode[]): boolean {
  return spared > 0 && spared >= WORTH_WHILE * workOf(body);
}

export function workOf(nodes: readonly KernelNode[]): number {
  const pointsOf = (node: KernelNode): number =>
    extentsOf(node).reduce((points, extent) => points * extent, node.kind === 'matrix' ? node.k : 1);
  return nodes.reduce((sum, node) => sum + pointsOf(node), 0);
}

/** What is done instead of the body in the first step of a loop, or in the last one, if it is not the same. */
export interface StepsApart {
  readonly first?: readonly Call[] | undefined;
  readonly last?: readonly Call[] | undefined;
}

/** A loop of at least two steps, of which those given are done apart from it. */
export function withStepsApart({ count, reverse, body }: Loop, { first, last }: StepsApart): Step[] {
  const move = (calls: readonly Call[], by: number, strides: boolean): Call[] =>
    calls.map((call) => ({ ...call, places: call.places.map((place) => moved(place, by, strides)) }));
  const others = count - (first ? 1 : 0) - (last ? 1 : 0);
  // A loop that runs backwards comes to step 0 last.
  const lowest = (reverse ? last : first) ? 1 : 0;
  return [
    ...move(first ?? [], reverse ? count - 1 : 0, false),
    ...(others > 0
      ? [{ kind: 'loop', count: others, reverse, body: move(body as readonly Call[], lowest, true) } as const]
      : []),
    ...move(last ?? [], reverse ? 0 : count - 1, false),
  ];
}

/** A place as it is so many steps later, which goes on from there or stays. */
function moved(place: Place, by: number, strides: boolean): Place {
  return { ...place, address: place.address + by * place.stride, stride: strides ? place.stride : 0 };
}
