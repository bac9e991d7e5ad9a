import { priceOf, type SweepPrice, type SweepShape } from './sweep-price.js';
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

/** Vectors that may be alive at once; x64 has 16 registers, one of which V8 keeps for itself. */
const REGISTERS = 15;
/** Vectors in the midst of arithmetic if stores keep loads in their places. */
const TEMPORARIES = 3;
/** Pieces of a dimension that is straight code; longer ones are no faster than loops. */
const MOST_PIECES = 8;
/** Instructions of a loop: the check for interrupts, the variables that move, the jump. */
const LOOP = 8;
/** Storing a vector that finds no register, and loading it again; what the loop does not change is only loaded. */
const SPILL = 2;
const RELOAD = 1;
/** How long an addition takes, in instructions that the processor can do meanwhile. */
const LATENCY = 16;
/**
 * How much longer if the sum is stored and loaded again, as some are if more than what the loop does not change finds no
 * register.
 */
const LATENCY_IN_MEMORY = 32;
/** Instructions that the processor looks ahead: of a shorter loop it begins the next while sums of this one wait. */
const AHEAD = 256;

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

function* plansOf({ rows, pieces }: SweepShape, { each, carried }: SweepPrice): Generator<SweepPlan> {
  for (const together of new Set([rows, Math.ceil(rows / 2), 1])) {
    const room = Math.floor(BODY / (each * together));
    const counts = [1, 2, 4, 8].filter((count) => count < pieces && 2 * count <= room);
    if (pieces === 1 || (pieces <= MOST_PIECES && pieces <= room)) counts.push(pieces);
    for (const count of counts.length > 0 ? counts : [1]) {
      for (const chains of carried > 0 ? [1, 2, 4, 8] : [1]) {
        if (chains <= count) yield { rows: together, pieces: count, chains };
      }
    }
  }
}

/** Instructions for all rows of the block, over the whole dimension. */
function costOf(shape: SweepShape, price: SweepPrice, plan: SweepPlan): number {
  const full = Math.floor(shape.rows / plan.rows);
  const rest = shape.rows % plan.rows;
  const restCost = rest > 0 ? loopCost(shape, price, { ...plan, rows: rest }) : 0;
  return full * loopCost(shape, price, plan) + restCost;
}

function loopCost(shape: SweepShape, price: SweepPrice, { rows, pieces, chains }: SweepPlan): number {
  const iterations = shape.pieces / pieces;
  const isLoop = iterations > 1;
  // Where each point loads one vector alone, the last one is used at once.
  const atOnce = price.loaded(1, 1) === 1 ? 1 : 0;
  const moving = shape.sweep.stores.length > 0 ? TEMPORARIES : price.loaded(rows, pieces) - atOnce;
  const kept = price.kept(rows);
  const homeless = Math.max(0, rows * chains * price.carried + kept + moving - REGISTERS);
  const reloaded = Math.min(homeless, kept);
  const instructions =
    rows * pieces * price.each +
    pieces * price.perPiece +
    (isLoop ? LOOP : 0) +
    RELOAD * reloaded +
    SPILL * (homeless - reloaded);
  const inMemory = isLoop && homeless > reloaded ? LATENCY_IN_MEMORY : 0;
  const sum = price.carried > 0 ? (pieces / chains) * LATENCY + inMemory : 0;
  const waiting = sum * Math.min(1, (iterations * instructions) / AHEAD);
  const together = rows * (chains - 1) * price.carried;
  return iterations * Math.max(instructions, waiting) + together;
}
