import * as tf from '@tensorflow/tfjs';
import type { Graph } from '../graph/graph.js';
import { storageOf, type Value } from '../graph/value.js';
import { kernelNodes, readsOf, writesOf } from '../graph/walk.js';
import type { Program } from '../ir/program.js';
import type { Heap } from '../memory/heap.js';
import { copyIn, copyOut } from '../memory/resident-backend.js';
import type { Residents } from '../memory/residents.js';
import type { KernelTable } from '../plan/kernel-table.js';
import { plan } from '../plan/plan.js';

/** A program that can be run. */
export interface Runnable {
  /** Runs it with the arena at the given address. */
  run(base: number): void;
  /** Frees what threads hold of it. */
  dispose(): void;
}

/** What programs share: one memory, the variables in it, the kernels met so far. */
export interface Machine {
  readonly heap: Heap;
  readonly residents: Residents;
  readonly kernels: KernelTable;
  /** Threads that work on a program. */
  readonly threads: number;
  readonly instantiate: (program: Program) => Runnable;
}

interface Placed {
  readonly value: Value;
  readonly address: number;
}

/** A planned graph with its constants in memory, ready to be called. */
export class BoundProgram {
  readonly program: Program;
  private readonly runnable: Runnable;
  private readonly variables: readonly tf.Variable[];
  private readonly blocks: readonly number[];
  private readonly arguments: readonly (Placed & { readonly index: number })[];
  private readonly dynamics: readonly (Placed & { readonly read: () => number })[];
  private readonly outputs: readonly {
    readonly address: number;
    readonly shape: readonly number[];
    readonly value: Value;
  }[];
  private disposed = false;

  constructor(
    private readonly machine: Machine,
    graph: Graph,
    outputShapes: readonly (readonly number[])[],
  ) {
    const permanent = placePermanent(machine, usedValues(graph));
    this.variables = permanent.variables;
    this.blocks = permanent.blocks;
    const { program, addresses } = plan(
      graph,
      (value) => permanent.addresses.get(value)!,
      machine.kernels,
      machine.threads > 1,
    );
    this.program = program;
    const placed = [...addresses].map(([value, address]) => ({ value, address }));
    this.arguments = placed.flatMap((place) => {
      const { origin } = place.value;
      return origin.kind === 'argument' ? [{ ...place, index: origin.index }] : [];
    });
    this.dynamics = placed.flatMap((place) => {
      const { origin } = place.value;
      return origin.kind === 'dynamic' ? [{ ...place, read: origin.read }] : [];
    });
    this.outputs = graph.outputs.map((value, i) => ({
      value,
      address: addresses.get(value)!,
      shape: outputShapes[i]!,
    }));
    this.runnable = machine.instantiate(program);
  }

  /** Runs on the arguments' elements; gives the results as tensors of the active backend. */
  run(args: readonly tf.Tensor[]): tf.Tensor[] {
    if (this.disposed) throw new Error('internal: the program is disposed');
    const { heap, residents } = this.machine;
    residents.bringIn(this.variables);
    const base = heap.scratch(this.program.arenaBytes);
    for (const { value, address, index } of this.arguments) {
      const tensor = args[index]!;
      copyIn(heap, base + address, tensor.dataSync(), value.type);
    }
    for (const { address, read } of this.dynamics) heap.floats[(base + address) / 4] = read();
    this.runnable.run(base);
    return this.outputs.map(({ address, shape, value: { size, type } }) =>
      tf.engine().makeTensor(copyOut(heap, base + address, size, type), [...shape], type),
    );
  }

  /** Gives back the memory of its constants and its hold on variables. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.runnable.dispose();
    for (const block of this.blocks) this.machine.heap.free(block);
    for (const variable of this.variables) this.machine.residents.release(variable);
  }
}

function usedValues(graph: Graph): Set<Value> {
  const used = new Set<Value>();
  for (const node of kernelNodes(graph.nodes)) {
    for (const id of [...readsOf(node), ...writesOf(node)]) used.add(storageOf(graph.values[id]!));
  }
  return used;
}

/** Places variables and constants, which outlive calls, and writes the constants. */
function placePermanent(machine: Machine, values: ReadonlySet<Value>) {
  const addresses = new Map<Value, number>();
  const variables: tf.Variable[] = [];
  const blocks: number[] = [];
  for (const value of values) {
    const { origin } = value;
    if (origin.kind === 'variable') {
      variables.push(origin.variable);
      addresses.set(value, machine.residents.retain(origin.variable));
    } else if (origin.kind === 'constant' || origin.kind === 'captured') {
      const elements = origin.kind === 'constant' ? origin.data : origin.tensor.dataSync();
      const address = machine.heap.allocate(value.size * 4);
      copyIn(machine.heap, address, elements, value.type);
      blocks.push(address);
      addresses.set(value, address);
    }
  }
  return { addresses, variables, blocks };
}
