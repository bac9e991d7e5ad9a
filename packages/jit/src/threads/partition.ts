import type { Kernel } from '../ir/kernel.js';
import type { Call, Loop, Program, Step } from '../ir/program.js';
import type { KernelTable } from '../plan/kernel-table.js';
import { accessesOf, conflict, type Access, type Distance } from './access.js';
import { divisibleExtents, partOf, partOfCall } from './split.js';

/**
 * Divides a program among threads. Each kernel is cut along one of its dimensions, each thread takes its part, and a
 * barrier stands wherever a thread touches what another one writes. Most often none is needed for long: sequences of a
 * batch do not see each other, so in a loop over time each thread goes on alone with its sequences until the gradients
 * of the weights, which take all of them together.
 *
 * Every element is computed by one thread, in an order that the program says: results do not depend on timing.
 */
export function partition(program: Program, threads: number, table: KernelTable): Program[] {
  const divider = new Divider(program.kernels, threads, table);
  const builders = Array.from({ length: threads }, () => new PartBuilder(program.arenaBytes));
  const barrier = (): void => builders.forEach((builder) => builder.barrier());
  /** What was divided since the last barrier. */
  let open: Divided[] = [];
  const meet = (unit: readonly Divided[]): void => {
    if (open.some((before) => unit.some((after) => clash(before, after, 'any')))) {
      barrier();
      open = [];
    }
    open.push(...unit);
  };
  for (const step of program.steps) {
    if (step.kind === 'barrier') throw new Error('internal: the program is divided already');
    if (step.kind === 'call') {
      const divided = divider.divide(step, open);
      meet([divided]);
      builders.forEach((builder, thread) => builder.call(divided.parts[thread]));
    } else {
      const { body, barriers } = divider.divideLoop(step);
      meet(body);
      builders.forEach((builder, thread) => builder.loop(step, body, barriers, thread));
    }
  }
  // Whoever asked for the program to be run goes on when all threads are done.
  barrier();
  return builders.map((builder) => builder.program());
}

/** More barriers than these in one step of a loop cost more than a second thread brings. */
const MOST_BARRIERS = 4;

/** One thread's part of a call. */
interface ThreadPart {
  readonly kernel: Kernel;
  readonly call: Call;
  readonly accesses: readonly Access[];
}

interface Divided {
  /** By thread; undefined where a thread has nothing to do. */
  readonly parts: readonly (ThreadPart | undefined)[];
}

class Divider {
  constructor(
    private readonly kernels: readonly Kernel[],
    private readonly threads: number,
    private readonly table: KernelTable,
  ) {}

  divideLoop(loop: Loop): { readonly body: readonly Divided[]; readonly barriers: ReadonlySet<number> } {
    const calls = loop.body.filter((step) => step.kind === 'call');
    const body: Divided[] = [];
    for (const call of calls) body.push(this.divide(call, body, loop));
    const isFree = body.every((a, i) => body.slice(i).every((b) => !clash(a, b, 'any')));
    if (isFree) return { body, barriers: new Set() };
    const barriers = barriersOf(body, loop.reverse);
    if (barriers.size <= MOST_BARRIERS) return { body, barriers };
    return { body: calls.map((call) => this.alone(call, loop.count)), barriers: new Set() };
  }

  /** Divides a call along the dimension that meets the fewest of the calls before it. */
  divide(call: Call, before: readonly Divided[], loop?: Loop): Divided {
    const kernel = this.kernels[call.kernel]!;
    const count = loop?.count ?? 1;
    const choices = divisibleExtents(kernel).flatMap((extent, dimension): Divided[] => {
      if (extent < this.threads) return [];
      const parts = Array.from({ length: this.threads }, (_, thread): ThreadPart | undefined => {
        const part = partOf(extent, thread, this.threads);
        if (part.length === 0) return undefined;
        const own = partOfCall(kernel, call, dimension, part, this.table);
        return { ...own, accesses: accessesOf(own.kernel, own.call, count) };
      });
      // A kernel that reads what its other parts write cannot be divided so.
      return clash({ parts }, { parts }, 'same step') ? [] : [{ parts }];
    });
    choices.push(this.alone(call, count));
    const distance = loop ? 'same step' : 'any';
    const meetings = choices.map(
      (choice) => before.filter((earlier) => clash(earlier, choice, distance)).length,
    );
    return choices[meetings.indexOf(Math.min(...meetings))]!;
  }

  /** All of a call by the first thread. */
  private alone(call: Call, count: number): Divided {
    const kernel = this.kernels[call.kernel]!;
    const part = { kernel, call, accesses: accessesOf(kernel, call, count) };
    return { parts: Array.from({ length: this.threads }, (_, thread) => (thread === 0 ? part : undefined)) };
  }
}

/** Before which calls of a loop's body a barrier must stand. At least one does, so threads are at most a step apart. */
function barriersOf(body: readonly Divided[], reverse: boolean): Set<number> {
  const barriers = new Set<number>();
  let open: { readonly divided: Divided; readonly round: number }[] = [];
  // The second round finds what the end of a step must not meet at the beginning of the next.
  for (const round of [0, 1]) {
    body.forEach((divided, i) => {
      const meets = open.some((before) =>
        clash(before.divided, divided, before.round === round ? 'same step' : 'next step', reverse),
      );
      if (meets) barriers.add(i);
      if (barriers.has(i)) open = [];
      open.push({ divided, round });
    });
  }
  if (barriers.size === 0) barriers.add(0);
  return barriers;
}

/** Whether parts of two calls by different threads must not run at once. */
function clash(a: Divided, b: Divided, distance: Distance, reverse = false): boolean {
  return a.parts.some((first, p) =>
    b.parts.some(
      (second, q) =>
        p !== q &&
        first !== undefined &&
        second !== undefined &&
        first.accesses.some((x) => second.accesses.some((y) => conflict(x, y, distance, reverse))),
    ),
  );
}

/** Collects the program of one thread. */
class PartBuilder {
  private readonly kernels: Kernel[] = [];
  private readonly numbers = new Map<Kernel, number>();
  private readonly steps: Step[] = [];

  constructor(private readonly arenaBytes: number) {}

  call(part: ThreadPart | undefined): void {
    if (part) this.steps.push(this.callOf(part));
  }

  barrier(): void {
    this.steps.push({ kind: 'barrier' });
  }

  loop(
    { count, reverse }: Loop,
    body: readonly Divided[],
    barriers: ReadonlySet<number>,
    thread: number,
  ): void {
    const steps = body.flatMap(({ parts }, i) => {
      const part = parts[thread];
      return [
        ...(barriers.has(i) ? [{ kind: 'barrier' } as const] : []),
        ...(part ? [this.callOf(part)] : []),
      ];
    });
    if (steps.length > 0) this.steps.push({ kind: 'loop', count, reverse, body: steps });
  }

  program(): Program {
    return { kernels: this.kernels, steps: this.steps, arenaBytes: this.arenaBytes };
  }

  private callOf({ kernel, call }: ThreadPart): Call {
    let number = this.numbers.get(kernel);
    if (number === undefined) {
      number = this.kernels.push(kernel) - 1;
      this.numbers.set(kernel, number);
    }
    return { ...call, kernel: number };
  }
}
