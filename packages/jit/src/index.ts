export { jit } from './api/jit.js';
export type { Jitted, JitOptions } from './api/jit.js';
export type { JitStats, ProgramStats } from './api/stats.js';
export { CompileError, HostReadError, UnstableTraceError, UnsupportedKernelError } from './errors.js';
export type { TracedFunction } from './record/record.js';
