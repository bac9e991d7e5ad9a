import type { Expression } from '../../ir/expression.js';
import { nodeCost } from './cost.js';
import { Dependences, type Dependence } from './dependence.js';
import { nodesOf, operandsOf, rootsOf } from './inspect.js';
import type { Sweep } from './nest.js';
import { BODY } from './tile.js';

/** How the body of a sweep's innermost loop is put together. */
export interface SweepPlan {
  /** Rows of the block that share the loop; the others have loops of their own. */
  readonly rows: number;
  /** Pieces of the dimension in one iteration. */
  readonly pieces: number;
  /** Running reductions of a row that take turns, to be put together in the end. */
  readonly chains: number;
}

export interface SweepShape {
  readonly sweep: Sweep;
  /** The innermost dimension, and how many pieces it has. */
  readonly inner: number;
  readonly pieces: number;
  readonly lane: number | undefined;
  readonly block: number | undefined;
  /** Rows (or vectors of rows) in the block. */
  readonly rows: number;
}

/** Vectors that may be alive at once; x64 has 16 registers for them. */
const REGISTERS = 15;
/** Vectors in the midst of arithmetic. */
const TEMPORARIES = 2;
/** Pieces of a dimension that is straight code; longer ones are no faster than loops. */
const MOST_PIECES = 8;
/** Instructions of a loop: the check for interrupts, the variables that move, the jump. */
const LOOP = 8;
/** Storing a vector that finds no register, and loading it again; what the loop does not change is only loaded. */
const SPILL = 2;
const RELOAD = 1;
/** How long an addition takes, in instructions that the processor can do meanwhile. */
const LATENCY = 16;

/** What the points of a body cost together, by what each part depends on. */
interface Price {
  readonly each: number;
  readonly perPiece: number;
  /** Vectors kept over the whole loop. */
  readonly kept: (rows: number) => number;
  /** Vectors loaded. */
  readonly loaded: (rows: number, pieces: number) => number;
}

/**
 * The cheapest body by estimated instructions. Long bodies save overhead, and rows together share what does not differ
 * between them; but V8 moves all loads of a body before its arithmetic, unless stores keep them in their places, and
 * what finds no register costs more than it saves.
 */
export function planSweep(shape: SweepShape): SweepPlan {
  const price = priceOf(shape);
  let best: SweepPlan | undefined;
  let lowest = Infinity;
  for (const plan of plansOf(shape, price)) {
    const cost = costOf(shape, price, plan);
    if (cost < lowest) [best, lowest] = [plan, cost];
  }
  return best!;
}

function* plansOf({ rows, pieces, sweep }: SweepShape, { each }: Price): Generator<SweepPlan> {
  for (const together of new Set([rows, Math.ceil(rows / 2), 1])) {
    const room = Math.floor(BODY / (each * together));
    const counts = [1, 2, 4, 8].filter((count) => count < pieces && 2 * count <= room);
    if (pieces === 1 || (pieces <= MOST_PIECES && pieces <= room)) counts.push(pieces);
    for (const count of counts.length > 0 ? counts : [1]) {
      for (const chains of sweep.accumulations.length > 0 ? [1, 2, 4, 8] : [1]) {
        if (chains <= count) yield { rows: together, pieces: count, chains };
      }
    }
  }
}

/** Instructions for one piece of one row. */
function costOf(shape: SweepShape, price: Price, { rows, pieces, chains }: SweepPlan): number {
  const { accumulations, stores } = shape.sweep;
  const carried =
    rows * chains * accumulations.reduce((sum, { reduction, value }) => sum + parts(reduction, value), 0);
  const isStraight = pieces === shape.pieces;
  const loaded = stores.length > 0 ? 1 : price.loaded(rows, pieces);
  const kept = price.kept(rows);
  const homeless = Math.max(0, carried + kept + loaded + TEMPORARIES - REGISTERS);
  const reloaded = Math.min(homeless, kept);
  const instructions =
    rows * pieces * price.each +
    pieces * price.perPiece +
    (isStraight ? 0 : LOOP) +
    RELOAD * reloaded +
    SPILL * (homeless - reloaded);
  const waiting = accumulations.length > 0 ? (pieces / chains) * LATENCY : 0;
  const inTheEnd = rows * (chains - 1) * accumulations.length;
  return Math.max(instructions, waiting) / (rows * pieces) + inTheEnd / (rows * shape.pieces);
}

function parts(reduction: string, { type }: Expression): number {
  const isPair =
    reduction.startsWith('arg') || (type === 'float32' && (reduction === 'max' || reduction === 'min'));
  return isPair ? 2 : 1;
}

function priceOf({ sweep, inner, lane, block }: SweepShape): Price {
  const dependences = new Dependences(inner, block);
  const is = (e: Expression, piece: boolean, row: boolean): boolean => {
    const dependence = dependences.of(e);
    return dependence.piece === piece && dependence.row === row;
  };
  const nodes = nodesOf(rootsOf(sweep));
  const price = (piece: boolean, row: boolean): number =>
    nodes.reduce((sum, e) => sum + (is(e, piece, row) ? nodeCost(e, lane) : 0), 0);
  const invariants = invariantsOf(sweep, dependences);
  const loads = nodes.filter((e) => (e.kind === 'load' || e.kind === 'gather') && dependences.of(e).piece);
  const ofRows = (list: readonly Dependence[], rows: number): number =>
    list.reduce((sum, { row }) => sum + (row ? rows : 1), 0);
  return {
    each: price(true, true) + sweep.stores.length + sweep.accumulations.length,
    perPiece: price(true, false),
    kept: (rows) => ofRows(invariants, rows),
    loaded: (rows, pieces) =>
      pieces *
      ofRows(
        loads.map((e) => dependences.of(e)),
        rows,
      ),
  };
}

/** The values that the loop needs from outside: the largest subexpressions that do not change in it. */
function invariantsOf(sweep: Sweep, dependences: Dependences): Dependence[] {
  const seen = new Set<Expression>();
  const found: Dependence[] = [];
  const visit = (e: Expression): void => {
    if (seen.has(e)) return;
    seen.add(e);
    const dependence = dependences.of(e);
    if (!dependence.piece) {
      if (e.kind !== 'constant') found.push(dependence);
      return;
    }
    operandsOf(e).forEach(visit);
  };
  rootsOf(sweep).forEach(visit);
  return found;
}
