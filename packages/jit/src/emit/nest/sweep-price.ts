import type { Expression } from '../../ir/expression.js';
import { nodeCost } from './cost.js';
import { Dependences, type Dependence } from './dependence.js';
import { nodesOf, operandsOf, rootsOf, usesOf } from './inspect.js';
import type { Sweep } from './nest.js';
import { takesProducts } from './reduction.js';

/** A sweep over a dimension, and the rows that it does at once. */
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

/** What a loop body takes, in instructions and in vectors that need registers. */
export interface SweepPrice {
  /** Instructions for each piece of each row, and those that rows share. */
  readonly each: number;
  readonly perPiece: number;
  /** Vectors that a row carries from iteration to iteration in one chain. */
  readonly carried: number;
  /** Vectors kept over the whole loop. */
  readonly kept: (rows: number) => number;
  /** Vectors loaded. */
  readonly loaded: (rows: number, pieces: number) => number;
}

export function priceOf({ sweep, inner, lane, block }: SweepShape): SweepPrice {
  const { accumulations, stores } = sweep;
  const dependences = new Dependences(inner, block);
  const nodes = nodesOf(rootsOf(sweep));
  const absorbed = absorbedProducts(sweep);
  const price = (row: boolean): number =>
    nodes.reduce((sum, e) => {
      const dependence = dependences.of(e);
      const counts = dependence.piece && dependence.row === row && !absorbed.has(e);
      return sum + (counts ? nodeCost(e, lane) : 0);
    }, 0);
  const ofRows = (list: readonly Dependence[], rows: number): number =>
    list.reduce((sum, { row }) => sum + (row ? rows : 1), 0);
  const invariants = invariantsOf(sweep, dependences);
  const loads = nodes
    .filter((e) => e.kind === 'load' || e.kind === 'gather')
    .map((e) => dependences.of(e))
    .filter(({ piece }) => piece);
  return {
    each: price(true) + stores.length + accumulations.length,
    perPiece: price(false),
    carried: accumulations.reduce((sum, { reduction, value }) => sum + partsOf(reduction, value), 0),
    kept: (rows) => ofRows(invariants, rows),
    loaded: (rows, pieces) => pieces * ofRows(loads, rows),
  };
}

function partsOf(reduction: string, { type }: Expression): number {
  const isPair =
    reduction.startsWith('arg') || (type === 'float32' && (reduction === 'max' || reduction === 'min'));
  return isPair ? 2 : 1;
}

/** The products that are one instruction with the sum they are added to. */
function absorbedProducts(sweep: Sweep): Set<Expression> {
  const uses = usesOf(rootsOf(sweep));
  const absorbed = new Set<Expression>();
  const absorb = (e: Expression): boolean => {
    const isProduct =
      e.type === 'float32' &&
      ((e.kind === 'binary' && e.operator === 'mul') || (e.kind === 'unary' && e.operator === 'square'));
    if (isProduct && uses.get(e) === 1) absorbed.add(e);
    return absorbed.has(e);
  };
  for (const { reduction, value } of sweep.accumulations) {
    if (takesProducts(reduction, value.type)) absorb(value);
  }
  for (const e of uses.keys()) {
    if (e.kind !== 'binary' || (e.operator !== 'add' && e.operator !== 'sub')) continue;
    if (!absorb(e.b) && e.operator === 'add') absorb(e.a);
  }
  return absorbed;
}

/** The values that the loop needs from outside: the largest subexpressions that do not change in it. */
function invariantsOf(sweep: Sweep, dependences: Dependences): Dependence[] {
  const seen = new Set<Expression>();
  const found: Dependence[] = [];
  const visit = (e: Expression): void => {
    if (seen.has(e)) return;
    seen.add(e);
    const dependence = dependences.of(e);
    if (dependence.piece) operandsOf(e).forEach(visit);
    else if (e.kind !== 'constant') found.push(dependence);
  };
  rootsOf(sweep).forEach(visit);
  return found;
}
