import type { Code } from '../wasm/code.js';
import type { Node, Operation } from './node.js';
import type { Item, Loop, Region } from './region.js';

/** What a loop body needs from the regions around it, found before code is generated. */
interface Needs {
  /** How many readers each node of a region has there: items, operations, and inner loops that need it. */
  readonly readers: Map<Operation, number>;
  /** The nodes to compute before a loop begins. */
  readonly before: Map<Loop, readonly Operation[]>;
}

/** Turns a function's root region into instructions. */
export function generate(root: Region, code: Code): void {
  const needs: Needs = { readers: new Map(), before: new Map() };
  const missing = findNeeds(root, needs);
  if (missing.size > 0) throw new Error('internal: a value belongs to no region');
  new Generator(code, needs).region(root);
}

/** Constants of one word and variables cost nothing to name again. */
function isFree(node: Node): boolean {
  return node.kind === 'variable' || node.opcode === 'i32.const' || node.opcode === 'f64.const';
}

function rootsOf(item: Item): readonly Node[] {
  switch (item.kind) {
    case 'assign':
    case 'compute':
      return [item.value];
    case 'store':
      return [item.address, item.value];
    case 'loop':
      return [
        ...item.cursors.map(({ start }) => start),
        ...(item.bounds ? [item.bounds.start, item.bounds.end] : []),
      ];
  }
}

/** Counts readers in a region and those inside it; gives the nodes it needs from outside. */
function findNeeds(region: Region, needs: Needs): Set<Operation> {
  const outside = new Set<Operation>();
  const visit = (node: Node): void => {
    if (isFree(node)) return;
    const operation = node as Operation;
    if (operation.home !== region) {
      outside.add(operation);
      return;
    }
    const count = needs.readers.get(operation);
    needs.readers.set(operation, (count ?? 0) + 1);
    if (count === undefined) operation.operands.forEach(visit);
  };
  for (const item of region.items) {
    rootsOf(item).forEach(visit);
    if (item.kind !== 'loop') continue;
    const inner = findNeeds(item.region, needs);
    const here = [...inner].filter(({ home }) => home === region);
    needs.before.set(item, here);
    inner.forEach(visit);
  }
  return outside;
}

class Generator {
  private readonly kept = new Map<Operation, number>();
  private current: Region | undefined;

  constructor(
    private readonly code: Code,
    private readonly needs: Needs,
  ) {}

  region(region: Region): void {
    const outer = this.current;
    this.current = region;
    for (const item of region.items) this.item(item);
    this.current = outer;
  }

  private item(item: Item): void {
    const { code } = this;
    switch (item.kind) {
      case 'assign':
        this.push(item.value);
        code.set(item.local);
        break;
      case 'compute':
        this.keep(item.value);
        this.done(item.value);
        break;
      case 'store':
        this.push(item.address);
        this.push(item.value);
        code.access(item.opcode, item.offset, item.lane);
        break;
      case 'loop':
        this.loop(item);
        break;
    }
  }

  private loop(loop: Loop): void {
    const { code } = this;
    const before = this.needs.before.get(loop)!;
    for (const node of before) this.keep(node);
    for (const { local, start } of loop.cursors) {
      this.push(start);
      code.set(local);
    }
    if (loop.bounds) this.push(loop.bounds.start);
    else code.integer(0);
    code.set(loop.counter);
    if (loop.bounds) {
      const end = code.allocate('i32');
      this.push(loop.bounds.end);
      code.set(end);
      code.get(loop.counter);
      code.get(end);
      code.op('i32.lt_u');
      code.when(() => this.iterate(loop, () => code.get(end)));
      code.release('i32', end);
    } else {
      this.iterate(loop, () => code.integer(loop.count * loop.step));
    }
    for (const node of before) this.done(node);
  }

  private iterate(loop: Loop, end: () => void): void {
    const { code } = this;
    code.repeat(() => {
      this.region(loop.region);
      for (const { local, step } of loop.cursors) {
        code.get(local);
        code.integer(step);
        code.op('i32.add');
        code.set(local);
      }
      code.get(loop.counter);
      code.integer(loop.step);
      code.op('i32.add');
      code.tee(loop.counter);
      end();
      code.op('i32.lt_u');
    });
  }

  /** Leaves a value on the stack. */
  private push(node: Node): void {
    const { code } = this;
    if (node.kind === 'variable') {
      code.get(node.local);
      return;
    }
    const local = this.kept.get(node);
    if (local !== undefined) {
      code.get(local);
    } else {
      this.compute(node);
      if ((this.needs.readers.get(node) ?? 0) > 1) {
        const fresh = code.allocate(node.type);
        this.kept.set(node, fresh);
        code.tee(fresh);
      }
    }
    this.done(node);
  }

  /** Makes sure that a local holds a value. */
  private keep(node: Node): void {
    if (node.kind === 'variable' || this.kept.has(node)) return;
    this.compute(node);
    const local = this.code.allocate(node.type);
    this.kept.set(node, local);
    this.code.set(local);
  }

  /**
   * One reader less; the last one frees the local. Readers inside a loop do not count, as they come back: the loop as a
   * whole is a reader.
   */
  private done(node: Node): void {
    if (isFree(node)) return;
    const operation = node as Operation;
    if (operation.home !== this.current) return;
    const left = this.needs.readers.get(operation)! - 1;
    this.needs.readers.set(operation, left);
    const local = this.kept.get(operation);
    // The needs are counted for the region as a whole, so a region's values end with it.
    if (left === 0 && local !== undefined) {
      this.code.release(operation.type, local);
      this.kept.delete(operation);
    }
  }

  private compute({ opcode, operands, immediate }: Operation): void {
    const { code } = this;
    for (const operand of operands) this.push(operand);
    switch (immediate.kind) {
      case 'none':
        code.op(opcode);
        break;
      case 'integer':
        code.integer(immediate.value);
        break;
      case 'double':
        code.double(immediate.value);
        break;
      case 'bytes':
        code.withBytes(opcode, immediate.bytes);
        break;
      case 'access':
        code.access(opcode, immediate.offset, immediate.lane);
        break;
      case 'function':
        code.call(immediate.index);
        break;
    }
  }
}
