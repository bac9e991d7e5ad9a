import { cpu } from './cpu.js';
import { jit } from './jit.js';
import { tfjsNode } from './tfjs-node.js';
import { wasm } from './wasm.js';

/** The engines by name. */
export const engines = { jit, wasm, cpu, 'tfjs-node': tfjsNode };

export type EngineName = keyof typeof engines;

export const engineNames = Object.keys(engines) as readonly EngineName[];

export const defaultEngine: EngineName = 'jit';
