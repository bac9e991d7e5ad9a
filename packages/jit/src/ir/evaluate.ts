import { applyBinary, coerce, unary } from './arithmetic.js';
import type { Expression, Window } from './expression.js';

/** The memory of a program as the interpreter sees it: one arena under two element types. */
export interface Memory {
  readonly floats: Float32Array;
  readonly ints: Int32Array;
}

/** One call of a kernel: where its buffers begin (in elements), the loop indices, the accumulators so far. */
export interface Frame {
  readonly memory: Memory;
  readonly bases: readonly number[];
  readonly indices: number[];
  readonly accumulators: number[];
}

export function addressOf(window: Window, frame: Frame): number {
  let address = frame.bases[window.buffer]! + window.offset;
  for (let d = 0; d < window.strides.length; d++) address += window.strides[d]! * frame.indices[d]!;
  return address;
}

type Node = (frame: Frame, values: number[]) => number;

function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'unary':
    case 'cast':
      return [expression.x];
    case 'binary':
      return [expression.a, expression.b];
    case 'select':
      return [expression.condition, expression.yes, expression.no];
    case 'gather':
      return [expression.place];
    default:
      return [];
  }
}

/**
 * Prepares expressions for repeated evaluation: `evaluate(frame)` computes each distinct node once and returns the
 * values of the roots, in order.
 */
export function evaluator(roots: readonly Expression[]): (frame: Frame) => number[] {
  const slots = new Map<Expression, number>();
  const nodes: Node[] = [];
  const visit = (expression: Expression): number => {
    const known = slots.get(expression);
    if (known !== undefined) return known;
    const operands = children(expression).map(visit);
    nodes.push(nodeOf(expression, operands));
    slots.set(expression, nodes.length - 1);
    return nodes.length - 1;
  };
  const outputs = roots.map(visit);
  const values = new Array<number>(nodes.length).fill(0);
  return (frame) => {
    for (let i = 0; i < nodes.length; i++) values[i] = nodes[i]!(frame, values);
    return outputs.map((slot) => values[slot]!);
  };
}

function nodeOf(expression: Expression, operands: readonly number[]): Node {
  const [x, y, z] = operands as [number, number, number];
  const type = expression.type;
  switch (expression.kind) {
    case 'load': {
      const { window } = expression;
      return type === 'float32'
        ? (frame) => frame.memory.floats[addressOf(window, frame)]!
        : (frame) => frame.memory.ints[addressOf(window, frame)]!;
    }
    case 'constant': {
      const value = coerce(type, expression.value);
      return () => value;
    }
    case 'index': {
      const { dimension } = expression;
      return (frame) => frame.indices[dimension]!;
    }
    case 'unary': {
      const operation = unary[expression.operator];
      return (_, values) => coerce(type, operation(values[x]!));
    }
    case 'binary': {
      const { operator } = expression;
      return (_, values) => applyBinary(operator, type, values[x]!, values[y]!);
    }
    case 'select':
      return (_, values) => (values[x]! ? values[y]! : values[z]!);
    case 'cast':
      return (_, values) => coerce(type, values[x]!);
    case 'gather': {
      const { window, stride, bound } = expression;
      return (frame, values) => {
        const place = Math.min(Math.max(values[x]!, 0), bound - 1);
        const address = addressOf(window, frame) + stride * place;
        return type === 'float32' ? frame.memory.floats[address]! : frame.memory.ints[address]!;
      };
    }
    case 'accumulator': {
      const { index } = expression;
      return (frame) => frame.accumulators[index]!;
    }
  }
}
