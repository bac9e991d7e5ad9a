import { throughMap } from '../graph/affine.js';
import { areasWritten, extentsOf, inStorage, operandAreas } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import { mapKernels } from '../graph/map.js';
import type { KernelNode, RowNode } from '../graph/node.js';
import { meet, type Area } from '../graph/overlap.js';
import { isSplit, split, type Splits } from '../graph/reindex.js';
import { rewriteNode } from '../graph/rewrite.js';
import { Sites, type Site } from '../graph/sites.js';
import { passage } from '../graph/through.js';
import { storageOf, type Value } from '../graph/value.js';
import { expressionsOf, storesOf } from '../graph/walk.js';
import type { Window } from '../ir/expression.js';
import { leavesOf } from '../ir/inspect.js';
import { privateValues } from './privacy.js';

/** Rows shorter than a vector are better kept together than written apart from one another. */
const SHORTEST_ROW = 4;

/**
 * What is copied, as a whole, into a part of a larger value is written there at once, and everyone looks for it there: the
 * parts of a concatenation. So it is with what a loop hands on, if the larger value too is kept for all steps: the hidden
 * state that becomes a part of the next step's input lies there from the beginning.
 */
export function writeInPlace(graph: Graph): Graph {
  for (let current = graph; ;) {
    const next = withoutOneCopy(current);
    if (!next) return current;
    current = next;
  }
}

function withoutOneCopy(graph: Graph): Graph | undefined {
  const sites = new Sites(graph);
  for (const site of sites.list) {
    const copy = copyOf(site);
    const result = copy && new Move(sites, copy).run();
    if (result) return result;
  }
  return undefined;
}

/** A node that does nothing but copy. */
interface Copy {
  readonly site: Site;
  readonly extents: readonly number[];
  readonly from: Window;
  readonly to: Window;
}

function copyOf(site: Site): Copy | undefined {
  const { node } = site;
  if (node?.kind !== 'row' || node.passes.length !== 1) return undefined;
  const [store, ...others] = storesOf(node);
  if (others.length > 0 || store?.value.kind !== 'load') return undefined;
  return { site, extents: extentsOf(node), from: store.value.window, to: store.window };
}

/** How elements lie in a value, and how the same elements lie in another. */
interface Layout {
  readonly extents: readonly number[];
  readonly from: Window;
  readonly to: Window;
}

/** A copied value that moves to where it is copied. */
class Move {
  private readonly values: Value[];
  private readonly source: Value;
  private readonly target: Value;
  /** How far in time the place of the target is ahead of that of the source. */
  private readonly ahead: number;
  /** By the values of the graph that name the source, or one of its time steps. */
  private readonly layouts = new Map<number, Layout>();

  constructor(
    private readonly sites: Sites,
    private readonly copy: Copy,
  ) {
    this.values = [...sites.graph.values];
    this.source = this.values[copy.from.buffer]!;
    this.target = this.values[copy.to.buffer]!;
    this.ahead = shiftOf(this.target) - shiftOf(this.source);
  }

  run(): Graph | undefined {
    const { sites, copy } = this;
    if (!this.isPossible() || !this.isFree()) return undefined;
    const grown = this.layOut();
    const nodes = new Map<KernelNode, KernelNode>();
    for (const { node } of sites.list) {
      const moved = node === copy.site.node ? node : this.move(node!);
      if (!moved) return undefined;
      nodes.set(node!, grown(moved));
    }
    const graph = mapKernels(sites.graph, (node) => (node === copy.site.node ? [] : nodes.get(node)!));
    return { ...graph, values: this.values };
  }

  private isPossible(): boolean {
    const { source, target, sites, copy } = this;
    const { graph } = sites;
    const from = storageOf(source);
    const to = storageOf(target);
    const isOwn = [from, to].every((value) => value.origin.kind === 'computed');
    if (!isOwn || from === to || source.type !== target.type || graph.outputs.includes(from)) return false;
    const row = mergeJointly(copy).at(-1);
    if (!row || row.from !== 1 || row.to !== 1 || row.extent < SHORTEST_ROW) return false;
    if (source === from) {
      const list = copy.site.loop?.body ?? graph.nodes;
      return privateValues(graph).get(list)!.has(source.id);
    }
    const steps = this.values.filter(
      ({ origin }) => origin.kind === 'step' && [from, to].includes(origin.of),
    );
    return (
      target !== to &&
      this.ahead >= 0 &&
      !graph.outputs.includes(to) &&
      steps.every((step) => step.size === (storageOf(step) === from ? source : target).size)
    );
  }

  /**
   * Whether nobody else writes to where the source will lie. More need not be asked: as graphs are recorded, an element is
   * written once, and before anyone reads it.
   */
  private isFree(): boolean {
    const { sites, copy, target } = this;
    const part = this.partOfTarget();
    return [...sites.writersOf(storageOf(target))].every(
      (site) =>
        site === copy.site ||
        areasWritten(site.node!).every((written) => {
          const { storage, area } = inStorage(this.values, written, site.loop);
          return storage !== storageOf(target) || !meet(part, area);
        }),
    );
  }

  /** All of the target that the source will take, in all its time steps. */
  private partOfTarget(): Area {
    const { copy, values, source, target } = this;
    const area = { window: copy.to, extents: copy.extents };
    if (source === storageOf(source)) return inStorage(values, area, copy.site.loop).area;
    const { buffer, ...window } = copy.to;
    return {
      window: {
        buffer: storageOf(values[buffer]!).id,
        offset: window.offset + this.ahead * target.size,
        strides: [target.size, ...window.strides],
      },
      extents: [placesOf(source), ...copy.extents],
    };
  }

  /**
   * Finds out where the elements of the source go. If the target gets more time steps by that, it becomes another one.
   *
   * @returns what makes nodes name the other one
   */
  private layOut(): (node: KernelNode) => KernelNode {
    const { copy, values, source, target, layouts } = this;
    const { extents, from, to } = copy;
    if (source === storageOf(source)) {
      layouts.set(source.id, joint(copy));
      return (node) => node;
    }
    const places = placesOf(source);
    const stack = storageOf(target);
    const size = Math.max(stack.size, (places + this.ahead) * target.size);
    const grown: Value = size === stack.size ? stack : { ...stack, id: values.length, size };
    if (grown !== stack) values.push(grown);
    const names = new Map([[stack.id, grown.id]]);
    const stepAt = (shift: number): number => {
      const known = values.find(
        ({ origin }) => origin.kind === 'step' && origin.of === grown && origin.shift === shift,
      );
      if (known) return known.id;
      const step: Value = { ...target, id: values.length, origin: { kind: 'step', of: grown, shift } };
      values.push(step);
      return step.id;
    };
    for (const value of [...values]) {
      if (value.origin.kind !== 'step') continue;
      if (value.origin.of === stack) names.set(value.id, stepAt(value.origin.shift));
      if (value.origin.of === storageOf(source)) {
        const buffer = stepAt(value.origin.shift + this.ahead);
        layouts.set(value.id, joint({ extents, from: { ...from, buffer: value.id }, to: { ...to, buffer } }));
      }
    }
    const overTime = (window: Window, buffer: number, step: number, offset: number): Window => ({
      buffer,
      offset: window.offset + offset,
      strides: [step, ...window.strides],
    });
    layouts.set(
      storageOf(source).id,
      joint({
        extents: [places, ...extents],
        from: overTime(from, storageOf(source).id, source.size, 0),
        to: overTime(to, grown.id, target.size, this.ahead * target.size),
      }),
    );
    if (grown === stack) return (node) => node;
    return (node) =>
      rewriteNode(node, {
        window: (window) => ({ ...window, buffer: names.get(window.buffer) ?? window.buffer }),
      });
  }

  /** The node with all that it reads and writes of the source where that is now; undefined if it cannot be said so. */
  private move(node: KernelNode): KernelNode | undefined {
    if (node.kind === 'row') return this.moveRow(node);
    const [a, b] = operandAreas(node).map((area) => this.moved(area));
    if (!a || !b || a.splits || b.splits) return undefined;
    const rest = this.moveWindows(node);
    return rest && !('splits' in rest) ? { ...rest, a: a.window, b: b.window } : undefined;
  }

  private moveRow(node: RowNode): RowNode | undefined {
    const moved = this.moveWindows(node);
    return moved && 'splits' in moved ? this.moveRow(split(node, moved.splits)) : moved;
  }

  /** Moves what is stored and loaded at the points of a node, or tells how its dimensions must be cut before. */
  private moveWindows<N extends KernelNode>(node: N): N | { readonly splits: Splits } | undefined {
    const extents = extentsOf(node);
    const windows = storesOf(node).map(({ window }) => window);
    for (const e of new Set(expressionsOf(node).flatMap(leavesOf))) {
      if (e.kind === 'gather' && this.layouts.has(e.window.buffer)) return undefined;
      if (e.kind === 'load') windows.push(e.window);
    }
    const targets = new Map<Window, Window>();
    for (const window of windows) {
      const moved = this.moved({ window, extents });
      if (!moved) return undefined;
      if (moved.splits) return { splits: moved.splits };
      targets.set(window, moved.window);
    }
    if ([...targets].every(([window, moved]) => window === moved)) return node;
    return rewriteNode(node, { window: (window) => targets.get(window) ?? window });
  }

  private moved({ window, extents }: Area): { window: Window; splits?: Splits } | undefined {
    const layout = this.layouts.get(window.buffer);
    if (!layout) return { window };
    const way = passage({ window: layout.from, extents: layout.extents }, { window, extents });
    if (!way) return undefined;
    if (isSplit(way.splits)) return { window, splits: way.splits };
    return { window: throughMap(layout.to, way.map, extents.length) };
  }
}

const shiftOf = ({ origin }: Value): number => (origin.kind === 'step' ? origin.shift : 0);

/** How many time steps the memory of a value over time has. */
const placesOf = (step: Value): number => storageOf(step).size / step.size;

/** The layout with as few dimensions as can be. */
function joint({ extents, from, to }: Layout): Layout {
  const merged = mergeJointly({ extents, from, to });
  return {
    extents: merged.map(({ extent }) => extent),
    from: { ...from, strides: merged.map((dimension) => dimension.from) },
    to: { ...to, strides: merged.map((dimension) => dimension.to) },
  };
}

/** The dimensions of a layout, the largest steps first; those that are one in both values are one. */
function mergeJointly({ extents, from, to }: Layout): { extent: number; from: number; to: number }[] {
  const dimensions = extents
    .map((extent, d) => ({ extent, from: from.strides[d]!, to: to.strides[d]! }))
    .filter(({ extent }) => extent !== 1)
    .sort((a, b) => Math.abs(b.from) - Math.abs(a.from));
  const merged: { extent: number; from: number; to: number }[] = [];
  for (const inner of dimensions) {
    const outer = merged.at(-1);
    if (outer && outer.from === inner.from * inner.extent && outer.to === inner.to * inner.extent) {
      merged[merged.length - 1] = { ...inner, extent: outer.extent * inner.extent };
    } else merged.push(inner);
  }
  return merged;
}
