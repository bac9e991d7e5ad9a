import { NodeFactory, type Node, type Operation } from '../../../src/emit/dag/node.js';
import { innerRegion, rootRegion } from '../../../src/emit/dag/region.js';
import { Vectors } from '../../../src/emit/dag/vectors.js';
import { binaryMath, unaryMath } from '../../../src/emit/math/table.js';
import { nodeCost } from '../../../src/emit/nest/cost.js';
import type { BinaryOperator, ElementType, Expression, UnaryOperator } from '../../../src/ir/expression.js';

/** Instructions that are slow enough to count as several. */
const SLOW = 4;

/** The instructions that generated code takes for an operator, but for constants. */
function instructions(generate: (v: Vectors, ...operands: [Node, Node]) => Node): number {
  const root = rootRegion();
  const body = innerRegion(root);
  const nodes = new NodeFactory(root);
  const operands = [0, 1].map((local) => nodes.variable('v128', local, body)) as [Node, Node];
  const seen = new Set<Operation>();
  const visit = (node: Node): void => {
    if (node.kind === 'variable' || node.home === root || seen.has(node)) return;
    seen.add(node);
    node.operands.forEach(visit);
  };
  visit(generate(new Vectors(nodes, true), ...operands));
  return [...seen].reduce((sum, { opcode }) => sum + (/\.(div|sqrt)$/.test(opcode) ? SLOW : 1), 0);
}

const load = (type: ElementType): Expression => ({
  kind: 'load',
  type,
  window: { buffer: 0, offset: 0, strides: [1] },
});

function expectPrice(e: Expression, count: number): void {
  const price = nodeCost(e, 0);
  const isNear = Math.abs(price - count) <= Math.max(2, 0.1 * count);
  expect({ price, count, isNear }).toEqual({ price, count, isNear: true });
}

test.each(Object.keys(unaryMath) as UnaryOperator[])('the price of %s is its length', (operator) => {
  const x = load('float32');
  expectPrice({ kind: 'unary', type: 'float32', operator, x }, instructions(unaryMath[operator]));
});

const comparable = (type: 'float32' | 'int32') =>
  // What compares and combines truths is cheap, whatever it takes exactly; and floats have no bits to combine in tfjs.
  (Object.keys(binaryMath[type]) as BinaryOperator[]).filter(
    (operator) => !['and', 'or', 'xor', ...(type === 'float32' ? ['bitAnd'] : [])].includes(operator),
  );

test.each(comparable('float32'))('the price of %s of floats is its length', (operator) => {
  const [a, b] = [load('float32'), load('float32')];
  expectPrice(
    { kind: 'binary', type: 'float32', operator, a, b },
    instructions(binaryMath.float32[operator]),
  );
});

test.each(comparable('int32'))('the price of %s of integers is its length', (operator) => {
  const [a, b] = [load('int32'), load('int32')];
  expectPrice({ kind: 'binary', type: 'int32', operator, a, b }, instructions(binaryMath.int32[operator]));
});
