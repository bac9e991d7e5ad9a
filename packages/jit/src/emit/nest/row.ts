import { generate } from '../dag/generate.js';
import { NodeFactory, type Node } from '../dag/node.js';
import { rootRegion } from '../dag/region.js';
import { Vectors } from '../dag/vectors.js';
import { Code } from '../wasm/code.js';
import type { Expression } from '../../ir/expression.js';
import { pointCost } from './cost.js';
import { Dependences } from './dependence.js';
import { Frame } from './frame.js';
import { fuseSweeps } from './fuse-sweeps.js';
import { innermostOf } from './inner-sweep.js';
import { loadsOf } from './inspect.js';
import type { Nest, Sweep } from './nest.js';
import { takesProducts } from './reduction.js';
import { RowBlock } from './row-block.js';
import { ROWS, schedule, type Schedule } from './schedule.js';
import { simplify } from './simplify.js';
import { splitChains } from './split-chains.js';
import { BODY, evenPart, tile, unrollFor, type Piece } from './tile.js';

/** Vectors of rows in a loop body, if not all fit, and sums that find registers. */
const MOST_VECTORS = 6;

/**
 * Rows in a loop body that are summed up, if each step loads one vector of a row: with six of them there is enough to do
 * until a sum can take the next, and all find registers.
 */
const MOST_ROWS = 6;

/**
 * Generates a function that does a nest's work; its parameters are the addresses of the buffers.
 *
 * @param fused whether the engine fuses products and sums
 */
export function generateNest(nest: Nest, fused: boolean): Code {
  const code = new Code({ parameters: new Array<'i32'>(nest.buffers).fill('i32'), results: [] });
  const root = rootRegion();
  const nodes = new NodeFactory(root);
  const simple = simplify(nest);
  if (simple) {
    const sweeps = splitChains(fuseSweeps(simple));
    new NestCode(sweeps, schedule(sweeps), new Frame(nodes, code), new Vectors(nodes, fused)).generate();
  }
  generate(root, code);
  return code;
}

/** The loops over the rows. */
class NestCode {
  private readonly written: ReadonlySet<number>;
  private versions = 0;

  constructor(
    private readonly nest: Nest,
    private readonly way: Schedule,
    private readonly frame: Frame,
    private readonly vectors: Vectors,
  ) {
    this.written = new Set(nest.sweeps.flatMap(({ stores }) => stores.map(({ window }) => window.buffer)));
  }

  generate(): void {
    const { block } = this.way;
    const dimensions = this.nest.outer.map((_, d) => d).filter((d) => d !== block);
    const loops = (level: number): void => {
      const d = dimensions[level];
      if (d === undefined) this.blocks();
      else this.frame.loop(d, 1, this.extent(d), () => loops(level + 1));
    };
    loops(0);
  }

  private extent(dimension: number): number | Node {
    const { outer, given, buffers } = this.nest;
    return dimension === given ? this.frame.parameter(buffers - 1) : outer[dimension]!;
  }

  private blocks(): void {
    const { nest, way } = this;
    if (way.block === undefined) {
      this.block([{ offset: 0, lanes: 1 }]);
      return;
    }
    const extent = nest.outer[way.block]!;
    const width = way.block === way.lane ? 4 : 1;
    const { count, step, pieces, rest } = tile(extent, width, this.blockSize(Math.ceil(extent / width)));
    this.frame.loop(way.block, step, count, () => this.block(pieces));
    if (rest.length > 0) this.block(rest);
  }

  /** How many rows (or vectors of rows) to generate together. */
  private blockSize(pieces: number): number {
    const { nest, way } = this;
    const { lane, block } = way;
    const innermost = innermostOf(nest, lane);
    const dependences = new Dependences(innermost, block);
    // What a loop over the rows or within them does not change is computed outside of it.
    const repeated = (e: Expression): boolean => {
      const { piece, row } = dependences.of(e);
      return innermost === undefined ? row : piece;
    };
    const all = nest.sweeps.filter(({ over }) => over === 'all');
    const cost = Math.max(1, ...all.map((sweep) => pointCost(sweep, lane, repeated)));
    if (block !== lane) {
      if (isOneSum(all, dependences)) return Math.ceil(pieces / Math.ceil(pieces / MOST_ROWS));
      return ROWS * cost > 2 * BODY ? 1 : ROWS;
    }
    const sums = Math.max(...nest.sweeps.map(({ accumulations }) => accumulations.length));
    if (innermost === undefined || sums === 0) return unrollFor(pieces, cost, MOST_VECTORS);
    return evenPart(pieces, Math.max(1, Math.floor(Math.min(MOST_VECTORS / sums, BODY / cost))));
  }

  private block(pieces: readonly Piece[]): void {
    const { nest, way, frame, vectors, written } = this;
    new RowBlock(nest, way, pieces, frame, vectors, written, () => ++this.versions).generate();
  }
}

/** Whether all that is done within rows is one sum, for which each row loads one vector in a step. */
function isOneSum(sweeps: readonly Sweep[], dependences: Dependences): boolean {
  const [sweep] = sweeps;
  if (!sweep || sweeps.length > 1 || sweep.stores.length > 0 || sweep.accumulations.length > 1) return false;
  const { reduction, value } = sweep.accumulations[0]!;
  const loads = loadsOf([value]).map((window) => dependences.ofWindow(window));
  return takesProducts(reduction, value.type) && loads.filter(({ row }) => row).length === 1;
}
