import { Bytes } from './bytes.js';
import type { Code, Signature } from './code.js';
import { valueTypes } from './opcodes.js';

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const FUNCTION_TYPE = 0x60;
const FUNCTION_KIND = 0x00;
const MEMORY_KIND = 0x02;
const SHARED_WITH_MAXIMUM = 0x03;
/** All that 32-bit addresses reach; a shared memory must state a maximum. */
const MOST_PAGES = 65_536;

/** The sections in use, in the order they must stand in. */
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;

/** The field names that modules import by. */
export const IMPORTS = 'loci';
export const MEMORY = 'memory';

/** Asked by name, since threads and test runners have several copies of each constructor. */
export function isShared({ buffer }: WebAssembly.Memory): boolean {
  return Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
}

/** A WebAssembly module put together from imported and own functions; it imports its memory. */
export class ModuleBuilder {
  private readonly types: Signature[] = [];
  private readonly imports: { readonly name: string; readonly type: number }[] = [];
  private readonly functions: {
    readonly code: Code;
    readonly type: number;
    readonly name: string | undefined;
  }[] = [];

  constructor(private readonly sharedMemory: boolean) {}

  /** Imports come before all own functions. Returns the function's index. */
  import(name: string, signature: Signature): number {
    if (this.functions.length > 0) throw new Error('internal: imports come before functions');
    return this.imports.push({ name, type: this.typeOf(signature) }) - 1;
  }

  /** Adds a function, exported if it has a name. Returns its index. */
  add(code: Code, name?: string): number {
    this.functions.push({ code, type: this.typeOf(code.signature), name });
    return this.imports.length + this.functions.length - 1;
  }

  finish(): Uint8Array<ArrayBuffer> {
    const bytes = new Bytes();
    bytes.append(MAGIC_AND_VERSION);
    section(bytes, SECTION.type, this.types, (out, { parameters, results }) => {
      out.byte(FUNCTION_TYPE);
      for (const list of [parameters, results]) {
        out.unsigned(list.length);
        for (const type of list) out.byte(valueTypes[type]);
      }
    });
    const imports = [undefined, ...this.imports];
    section(bytes, SECTION.import, imports, (out, entry) => {
      out.name(IMPORTS);
      out.name(entry?.name ?? MEMORY);
      if (entry) {
        out.byte(FUNCTION_KIND);
        out.unsigned(entry.type);
      } else {
        this.memoryType(out);
      }
    });
    section(bytes, SECTION.function, this.functions, (out, { type }) => out.unsigned(type));
    const exports = this.functions.flatMap(({ name }, i) =>
      name === undefined ? [] : [{ name, index: this.imports.length + i }],
    );
    section(bytes, SECTION.export, exports, (out, { name, index }) => {
      out.name(name);
      out.byte(FUNCTION_KIND);
      out.unsigned(index);
    });
    section(bytes, SECTION.code, this.functions, (out, { code }) => out.append(code.finish()));
    return bytes.finish();
  }

  private memoryType(out: Bytes): void {
    out.byte(MEMORY_KIND);
    if (this.sharedMemory) {
      out.byte(SHARED_WITH_MAXIMUM);
      out.unsigned(0);
      out.unsigned(MOST_PAGES);
    } else {
      out.byte(0);
      out.unsigned(0);
    }
  }

  private typeOf(signature: Signature): number {
    const key = JSON.stringify(signature);
    const known = this.types.findIndex((type) => JSON.stringify(type) === key);
    return known >= 0 ? known : this.types.push(signature) - 1;
  }
}

function section<T>(
  bytes: Bytes,
  id: number,
  entries: readonly T[],
  write: (out: Bytes, entry: T) => void,
): void {
  if (entries.length === 0) return;
  const contents = new Bytes();
  contents.unsigned(entries.length);
  for (const entry of entries) write(contents, entry);
  bytes.byte(id);
  bytes.unsigned(contents.length);
  bytes.append(contents.finish());
}
