import type { MatrixKernel } from '../../ir/kernel.js';
import { generate } from '../dag/generate.js';
import { NodeFactory, type Node } from '../dag/node.js';
import { rootRegion } from '../dag/region.js';
import { Vectors } from '../dag/vectors.js';
import { load, type Freshness } from '../nest/access.js';
import { PointValues, storeAll, type Scope } from '../nest/expression.js';
import { Frame } from '../nest/frame.js';
import { usesOf } from '../nest/inspect.js';
import { Code } from '../wasm/code.js';
import { copied, copyStrip } from './copy.js';
import { partialStore, type Phase } from './parts.js';
import { cheapest, plansOf, type Plan } from './plan.js';
import { dimensionsOf, productOf } from './product.js';
import { TileSums, type Tile } from './sums.js';
import type { Run, Strip } from './tiling.js';

/**
 * Generates a function that computes matrix products and what is done with them; no extent is 0. Its parameters are the
 * addresses of the buffers.
 *
 * @param fused whether the engine fuses products and sums
 * @param scratch the address of `SCRATCH_BYTES` bytes for the function's own use; without them, nothing is copied to
 *   where it is quicker to read
 */
export function generateMatrix(kernel: MatrixKernel, fused: boolean, scratch?: number): Code {
  const product = productOf(kernel);
  const plans = plansOf(product, fused).filter(({ copies }) => scratch !== undefined || !copies);
  return generatePlan(cheapest(plans), fused, scratch);
}

/** The same in a given way. */
export function generatePlan(plan: Plan, fused: boolean, scratch?: number): Code {
  const { buffers } = plan.product;
  const code = new Code({ parameters: new Array<'i32'>(buffers).fill('i32'), results: [] });
  const root = rootRegion();
  const nodes = new NodeFactory(root);
  if (plan.copies) {
    // The first local behind the parameters: one more buffer.
    const local = code.allocate('i32');
    root.items.push({ kind: 'assign', local, value: nodes.integer(scratch! | 0) });
  }
  new MatrixCode(plan, new Frame(nodes, code), new Vectors(nodes, fused)).generate();
  generate(root, code);
  return code;
}

class MatrixCode {
  private readonly dimensions;
  private versions = 0;

  constructor(
    private readonly plan: Plan,
    private readonly frame: Frame,
    private readonly vectors: Vectors,
  ) {
    this.dimensions = dimensionsOf(plan.product);
  }

  generate(): void {
    const { product, phases } = this.plan;
    const { batch, k } = this.dimensions;
    const loops = (level: number): void => {
      const d = batch[level];
      if (d !== undefined)
        this.along(d, { offset: 0, size: 1, count: product.extents[d]! }, () => loops(level + 1));
      else for (const phase of phases) this.along(k, phase.parts, (from) => this.strips(phase, from));
    };
    loops(0);
  }

  private along(dimension: number, { offset, size, count }: Run, body: (at: number) => void): void {
    this.frame.loop(dimension, size, count, () => body(offset));
  }

  private strips(phase: Phase, from: number): void {
    for (const strip of this.plan.tiling.strips) {
      this.along(this.dimensions.n, strip.columns, (column) => this.strip(strip, column, phase, from));
    }
  }

  /** All tiles of a strip one after the other: its part of b stays in the first cache. */
  private strip({ columns, rows }: Strip, column: number, phase: Phase, from: number): void {
    const { plan, frame, vectors } = this;
    const { size } = phase.parts;
    let { product } = plan;
    let fresh: Freshness | undefined;
    if (plan.copies) {
      copyStrip(frame, product, { column, columns: columns.size, from, size });
      product = copied(product, columns.size);
      fresh = this.freshness();
    }
    for (const run of rows) {
      this.along(this.dimensions.m, run, (row) => {
        const tile = { row, rows: run.size, column, columns: columns.size };
        const sums = new TileSums(frame, vectors, product, plan.lanes, tile, fresh);
        sums.compute(from, size);
        this.finish(tile, sums.results(), phase);
      });
    }
  }

  /** Loads from now on see what has been stored so far. */
  private freshness(): Freshness {
    return { notAbove: this.frame.region, version: ++this.versions };
  }

  private finish(tile: Tile, results: readonly (readonly Node[])[], { goesOn, stores }: Phase): void {
    const { frame, vectors, plan } = this;
    const { m, n } = this.dimensions;
    // Nothing is loaded before the sums are complete, which need the registers.
    const fresh = this.freshness();
    const scope: Scope = {
      frame,
      vectors,
      uses: usesOf(stores.map(({ value }) => value)),
      freshness: () => fresh,
    };
    const partial = goesOn ? partialStore(plan.product) : undefined;
    results.forEach((row, r) =>
      row.forEach((result, v) => {
        const offsets = plan.product.a.strides.map(() => 0);
        offsets[m] = tile.row + r;
        offsets[n] = tile.column + 4 * v;
        const point = { offsets, laneDimension: n, lanes: Math.min(4, tile.columns - 4 * v) };
        const sum = partial
          ? vectors.add(load(frame, partial.window, point, { freshness: fresh }), result)
          : result;
        storeAll(scope, stores, new PointValues(scope, point, () => sum));
      }),
    );
  }
}
