import type { Node } from '../dag/node.js';
import type { Frame } from './frame.js';
import type { ReductionCode, State } from './reduction.js';

/** A running reduction: values in straight code, variables where a loop carries it. */
export class Carried {
  private state: State | undefined;
  private locals: readonly number[] | undefined;

  constructor(
    private readonly frame: Frame,
    private readonly code: ReductionCode,
  ) {}

  /** The state so far; undefined while there are no elements. */
  get current(): State | undefined {
    return this.state;
  }

  set current(state: State | undefined) {
    this.state = state;
  }

  /** Before a loop that goes on with the reduction. */
  enter(): void {
    const { frame, code } = this;
    const state = this.state ?? code.identity;
    this.locals ??= code.identity.map(() => frame.code.allocate('v128'));
    this.assign(state);
  }

  /** In a region (of the loop, or after it) that the variables' values differ in. */
  read(): void {
    const { frame } = this;
    this.state = this.locals!.map((local) => frame.nodes.variable('v128', local, frame.region));
  }

  /** At the end of a loop's body. */
  leave(): void {
    this.assign(this.state!);
  }

  private assign(state: State): void {
    const { frame } = this;
    const locals = this.locals!;
    const isThere = (value: Node, i: number): boolean =>
      value.kind === 'variable' && value.local === locals[i];
    // All parts are computed from the old values before the first is replaced.
    if (state.length > 1) {
      for (const value of state) if (value.kind !== 'variable') frame.do({ kind: 'compute', value });
    }
    state.forEach((value, i) => {
      if (!isThere(value, i)) frame.do({ kind: 'assign', local: locals[i]!, value });
    });
  }
}
