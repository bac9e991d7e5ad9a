import type { Opcode, ValueType } from '../wasm/opcodes.js';
import type { Region } from './region.js';

/** A value of generated code: the contents of a variable, or an instruction applied to other values. */
export type Node = Variable | Operation;

export interface Variable {
  readonly kind: 'variable';
  readonly type: ValueType;
  readonly local: number;
  readonly home: Region;
  readonly id: number;
}

export interface Operation {
  readonly kind: 'operation';
  readonly type: ValueType;
  readonly opcode: Opcode;
  readonly operands: readonly Node[];
  readonly immediate: Immediate;
  readonly home: Region;
  readonly id: number;
}

export type Immediate =
  | { readonly kind: 'none' }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'bytes'; readonly bytes: readonly number[] }
  | { readonly kind: 'access'; readonly offset: number; readonly lane: number | undefined }
  | { readonly kind: 'function'; readonly index: number };

const none: Immediate = { kind: 'none' };

/**
 * Makes nodes. Equal operations on equal operands are one node, so that values which several expressions, or several
 * points of a tile, have in common are computed once.
 */
export class NodeFactory {
  /** By opcode, then by operands and immediate. */
  private readonly known = new Map<Opcode, Map<string | number, Operation>>();
  private readonly constants = new Map<string, Operation>();
  private count = 0;

  constructor(readonly root: Region) {}

  /** Each call gives another node: a variable may have changed between two readings. */
  variable(type: ValueType, local: number, home: Region): Variable {
    return { kind: 'variable', type, local, home, id: this.count++ };
  }

  /**
   * @param notAbove a region that the operation must not be moved out of, whatever its operands
   * @param version tells apart loads from the same address at different times
   */
  operation(
    type: ValueType,
    opcode: Opcode,
    operands: readonly Node[],
    immediate: Immediate = none,
    notAbove: Region = this.root,
    version = 0,
  ): Operation {
    let home = notAbove;
    for (const operand of operands) if (operand.home.depth > home.depth) home = operand.home;
    let alike = this.known.get(opcode);
    if (!alike) this.known.set(opcode, (alike = new Map<string | number, Operation>()));
    const key = keyOf(operands, immediate, version);
    const known = alike.get(key);
    if (known?.home === home) return known;
    const node: Operation = { kind: 'operation', type, opcode, operands, immediate, home, id: this.count++ };
    alike.set(key, node);
    return node;
  }

  integer(value: number): Operation {
    return this.operation('i32', 'i32.const', [], { kind: 'integer', value });
  }

  double(value: number): Operation {
    return this.operation('f64', 'f64.const', [], { kind: 'double', value });
  }

  /** A vector of four equal 32-bit patterns, or of the given four. */
  bits(...patterns: readonly number[]): Operation {
    const key = patterns.join();
    let node = this.constants.get(key);
    if (!node) {
      const words = Int32Array.from({ length: 4 }, (_, i) => patterns[i % patterns.length]!);
      const bytes = [...new Uint8Array(words.buffer)];
      node = this.operation('v128', 'v128.const', [], { kind: 'bytes', bytes });
      this.constants.set(key, node);
    }
    return node;
  }

  float(value: number): Operation {
    return this.bits(new Int32Array(Float32Array.of(value).buffer)[0]!);
  }

  doubles(value: number): Operation {
    const words = new Int32Array(Float64Array.of(value).buffer);
    return this.bits(words[0]!, words[1]!);
  }
}

/** Equal for equal operations; a number in the most frequent case, which takes half the time of text. */
/** The number in all lanes of a constant vector of floats. */
export function constantFloat(node: Node): number | undefined {
  if (node.kind === 'variable' || node.opcode !== 'v128.const') return undefined;
  const { bytes } = node.immediate as Extract<Immediate, { kind: 'bytes' }>;
  const lanes = new Float32Array(Uint8Array.from(bytes).buffer);
  return lanes.every((lane) => Object.is(lane, lanes[0])) ? lanes[0] : undefined;
}

function keyOf(operands: readonly Node[], immediate: Immediate, version: number): string | number {
  if (immediate.kind === 'none' && version === 0 && operands.length <= 2) {
    const [a, b] = operands;
    return (a ? a.id + 1 : 0) * 2 ** 26 + (b ? b.id + 1 : 0);
  }
  let key = `${version}:${textOf(immediate)}`;
  for (const { id } of operands) key += ` ${id}`;
  return key;
}

function textOf(immediate: Immediate): string {
  switch (immediate.kind) {
    case 'none':
      return '';
    case 'integer':
      return `${immediate.value}`;
    case 'double':
      return Object.is(immediate.value, -0) ? '-0' : `${immediate.value}`;
    case 'bytes':
      return immediate.bytes.join(',');
    case 'access':
      return `+${immediate.offset}.${immediate.lane ?? ''}`;
    case 'function':
      return `@${immediate.index}`;
  }
}
