/** Turns a synchronous tfjs function into a faster one that gives the same. `jit` of @loci/jit is one. */
export type Compile = <F extends (...args: never[]) => unknown>(fn: F) => F;

/** Plain tfjs: every kernel is run as it is called. */
export const eager: Compile = (fn) => fn;

/** The engine of a run that names none. */
export const defaultCompile: Compile = eager;
