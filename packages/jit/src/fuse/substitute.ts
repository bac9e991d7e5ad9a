import { mapRules, throughMap } from '../graph/affine.js';
import { areaReadBy, extentsOf, operandAreas } from '../graph/access.js';
import type { KernelNode, RowNode } from '../graph/node.js';
import { meet, type Area } from '../graph/overlap.js';
import { isSplit, split } from '../graph/reindex.js';
import { rewriter, rewriteNode } from '../graph/rewrite.js';
import { passage } from '../graph/through.js';
import { storageOf, type Value } from '../graph/value.js';
import { expressionsOf } from '../graph/walk.js';
import type { Expression, Window } from '../ir/expression.js';
import { leavesOf } from '../ir/inspect.js';
import { epilogueOf, withEpilogue } from './epilogue.js';
import type { Formula } from './formula.js';

/**
 * A node with a formula in place of what it reads of the elements that the formula stands for. The same node if it reads
 * none of them; undefined if it cannot do without them.
 */
export function substitute(
  values: readonly Value[],
  node: KernelNode,
  formula: Formula,
): KernelNode | undefined {
  const { buffer } = formula.area.window;
  const storage = storageOf(values[buffer]!);
  const isRead = (other: number): boolean => storageOf(values[other]!) === storage;
  if (node.kind === 'row') return inRow(node, formula, isRead, true);
  const [a, b] = operandAreas(node).map((operand) => throughCopy(operand, formula, isRead));
  const epilogue = inRow(epilogueOf(node), formula, isRead, false);
  if (!a || !b || !epilogue) return undefined;
  const changed = a === node.a && b === node.b ? node : { ...node, a, b };
  const isSame = epilogue.passes.every((pass) => pass.kind === 'store' && pass.stores === node.stores);
  return isSame ? changed : withEpilogue(changed, epilogue);
}

/** The operand of a product must lie in memory: it can only be read elsewhere. */
function throughCopy(
  operand: Area,
  { expression, area }: Formula,
  isRead: (buffer: number) => boolean,
): Window | undefined {
  const { window } = operand;
  if (!isRead(window.buffer)) return window;
  if (window.buffer !== area.window.buffer) return undefined;
  if (!meet(operand, area)) return window;
  const way = expression.kind === 'load' ? passage(area, operand) : undefined;
  if (!way || isSplit(way.splits) || expression.kind !== 'load') return undefined;
  return throughMap(expression.window, way.map, operand.extents.length);
}

/** @param mayCut whether dimensions of the node may be cut to say where the elements come from */
function inRow(
  node: RowNode,
  formula: Formula,
  isRead: (buffer: number) => boolean,
  mayCut: boolean,
): RowNode | undefined {
  const { area, expression } = formula;
  const extents = extentsOf(node);
  const formulas = new Map<Expression, Expression>();
  for (const e of new Set(expressionsOf(node).flatMap(leavesOf))) {
    if (e.kind === 'accumulator' || !isRead(e.window.buffer)) continue;
    // Another step of the value is computed from other steps of the operands.
    if (e.window.buffer !== area.window.buffer) return undefined;
    const read = areaReadBy(e, extents)!;
    if (!meet(read, area)) continue;
    if (e.kind === 'gather') return undefined;
    const way = passage(area, read);
    if (!way) return undefined;
    if (isSplit(way.splits)) {
      return mayCut ? inRow(split(node, way.splits), formula, isRead, mayCut) : undefined;
    }
    formulas.set(e, rewriter(mapRules(way.map, extents.length))(expression));
  }
  return formulas.size === 0 ? node : rewriteNode(node, { load: (e) => formulas.get(e) ?? e });
}
