import { jit } from '@loci/jit';

/**
 * Turns a synchronous tfjs function into a faster one that gives the same; `jit` of @loci/jit is one. If what it gives
 * has a method `dispose`, that is called when the function is needed no more.
 */
export type Compile = <Args extends unknown[], Result>(
  fn: (...args: Args) => Result,
) => (...args: Args) => Result;

/** Plain tfjs: every kernel is run as it is called. */
export const eager: Compile = (fn) => fn;

/** The compiler of this toolkit: a whole function becomes one WebAssembly program. */
const compiled: Compile = (fn) => jit(fn);

/** The engine that is given, or else the default. */
export const engineOr = (given: Compile | undefined): Compile => given ?? compiled;

/** Frees what a compiled function holds. */
export function release(compiled: ((...args: never[]) => unknown) & { dispose?: () => void }): void {
  compiled.dispose?.();
}
