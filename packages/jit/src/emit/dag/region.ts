import type { Node } from './node.js';

/**
 * The body of a function or of a loop: what is done there, in order. A node is computed in its home region, the
 * deepest region that anything it depends on belongs to, so that work which a loop does not change is done before it.
 */
export interface Region {
  readonly parent: Region | undefined;
  readonly depth: number;
  readonly items: Item[];
}

export type Item =
  | Loop
  /** Sets a variable. */
  | { readonly kind: 'assign'; readonly local: number; readonly value: Node }
  /** Computes a value now: before the stores that follow, which may change what it is computed from. */
  | { readonly kind: 'compute'; readonly value: Node }
  | {
      readonly kind: 'store';
      readonly opcode: 'v128.store' | 'v128.store32_lane' | 'v128.store64_lane';
      readonly address: Node;
      readonly offset: number;
      readonly lane: number | undefined;
      readonly value: Node;
    };

export interface Loop {
  readonly kind: 'loop';
  readonly region: Region;
  /** How often the body runs, at least twice. */
  readonly count: number;
  /** A variable that counts 0, step, 2 * step, ... */
  readonly counter: number;
  readonly step: number;
  /** Where the counter begins and ends instead, if that is known only when the code runs; the body may then never run. */
  readonly bounds?: { readonly start: Node; readonly end: Node } | undefined;
  /** Pointers that advance with each iteration. */
  readonly cursors: Cursor[];
}

export interface Cursor {
  readonly local: number;
  readonly start: Node;
  /** Bytes from one iteration to the next. */
  readonly step: number;
}

export function rootRegion(): Region {
  return { parent: undefined, depth: 0, items: [] };
}

export function innerRegion(parent: Region): Region {
  return { parent, depth: parent.depth + 1, items: [] };
}
