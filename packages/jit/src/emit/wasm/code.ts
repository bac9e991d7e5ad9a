import { Bytes } from './bytes.js';
import {
  ATOMIC_PREFIX,
  FIRST_ATOMIC_CODE,
  FIRST_SIMD_CODE,
  opcodes,
  SIMD_PREFIX,
  valueTypes,
  type Opcode,
  type ValueType,
} from './opcodes.js';

export interface Signature {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** Every access here is to 4-byte elements; a hint to the engine, but for atomics a rule. */
const ALIGNMENT = 2;
const NO_RESULT = 0x40;

/** The body of one function, written instruction by instruction. Parameters are the first locals. */
export class Code {
  private readonly bytes = new Bytes();
  private readonly locals: ValueType[] = [];
  private readonly idle: Record<ValueType, number[]> = { i32: [], f64: [], v128: [] };

  constructor(readonly signature: Signature) {}

  /** A local for temporary use, perhaps one that was released before; its contents are undefined. */
  allocate(type: ValueType): number {
    const known = this.idle[type].pop();
    if (known !== undefined) return known;
    return this.signature.parameters.length + this.locals.push(type) - 1;
  }

  release(type: ValueType, local: number): void {
    this.idle[type].push(local);
  }

  /** An instruction without immediates. */
  op(opcode: Opcode): void {
    const code = opcodes[opcode];
    if (code < FIRST_SIMD_CODE) {
      this.bytes.byte(code);
    } else if (code < FIRST_ATOMIC_CODE) {
      this.bytes.byte(SIMD_PREFIX);
      this.bytes.unsigned(code - FIRST_SIMD_CODE);
    } else {
      this.bytes.byte(ATOMIC_PREFIX);
      this.bytes.unsigned(code - FIRST_ATOMIC_CODE);
    }
  }

  get(local: number): void {
    this.op('local.get');
    this.bytes.unsigned(local);
  }

  set(local: number): void {
    this.op('local.set');
    this.bytes.unsigned(local);
  }

  tee(local: number): void {
    this.op('local.tee');
    this.bytes.unsigned(local);
  }

  integer(value: number): void {
    this.op('i32.const');
    this.bytes.signed(value);
  }

  /** A 64-bit constant that fits into 32 bits. */
  long(value: number): void {
    this.op('i64.const');
    this.bytes.signed(value);
  }

  double(value: number): void {
    this.op('f64.const');
    this.bytes.float64(value);
  }

  call(functionIndex: number): void {
    this.op('call');
    this.bytes.unsigned(functionIndex);
  }

  /** A load or store at the address on the stack plus `offset` bytes. */
  access(opcode: Opcode, offset: number, lane?: number): void {
    this.op(opcode);
    this.bytes.unsigned(ALIGNMENT);
    this.bytes.unsigned(offset);
    if (lane !== undefined) this.bytes.byte(lane);
  }

  /** An instruction whose immediates are single bytes: lanes, or the bytes of a constant. */
  withBytes(opcode: Opcode, immediates: readonly number[]): void {
    this.op(opcode);
    this.bytes.append(immediates);
  }

  /** Repeats the body as long as it leaves a nonzero i32 on the stack. */
  repeat(body: () => void): void {
    this.op('loop');
    this.bytes.byte(NO_RESULT);
    body();
    this.op('br_if');
    this.bytes.unsigned(0);
    this.op('end');
  }

  /** Runs the body if the i32 on the stack is not zero. */
  when(body: () => void): void {
    this.op('if');
    this.bytes.byte(NO_RESULT);
    body();
    this.op('end');
  }

  /** The function as it stands in the code section: its size, its locals, its instructions. */
  finish(): Uint8Array {
    const body = new Bytes();
    const runs: { type: ValueType; count: number }[] = [];
    for (const type of this.locals) {
      const last = runs.at(-1);
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    body.unsigned(runs.length);
    for (const { type, count } of runs) {
      body.unsigned(count);
      body.byte(valueTypes[type]);
    }
    body.append(this.bytes.finish());
    body.byte(opcodes.end);
    const sized = new Bytes();
    sized.unsigned(body.length);
    sized.append(body.finish());
    return sized.finish();
  }
}
