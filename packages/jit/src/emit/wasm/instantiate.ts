import { IMPORTS, MEMORY } from './module.js';

export type WasmFunction = (...parameters: number[]) => void;

/** What a module of `ModuleBuilder` imports: the memory, and functions by their names. */
export function imports(
  memory: WebAssembly.Memory,
  functions: ReadonlyMap<string, WasmFunction> = new Map(),
): WebAssembly.Imports {
  return { [IMPORTS]: { [MEMORY]: memory, ...Object.fromEntries(functions) } };
}
