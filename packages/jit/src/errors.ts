/** Why a function could not be compiled. All errors of the compiler that a caller may want to tell apart are of this kind. */
export class CompileError extends Error {
  override readonly name: string = 'CompileError';
}

/** The function uses a tfjs kernel (or a form of one) that the compiler does not know. */
export class UnsupportedKernelError extends CompileError {
  override readonly name = 'UnsupportedKernelError';

  constructor(
    /** The tfjs kernel, such as 'Conv2D'. */
    readonly kernel: string,
    form?: string,
  ) {
    super(
      `the compiler has no lowering for ${form ? `${form} of ` : ''}the tfjs kernel '${kernel}'; ` +
        `add an entry '${kernel}' to a table in packages/jit/src/lower, or call jit with { fallback: 'eager' }`,
    );
  }
}

/** The function read the value of a tensor that is only known when the program runs. */
export class HostReadError extends CompileError {
  override readonly name = 'HostReadError';
}

/** The function does not do the same, or not with the same numbers, each time it is called. */
export class UnstableTraceError extends CompileError {
  override readonly name = 'UnstableTraceError';
}

/** What is said of numbers that differ from call to call, and who makes them. */
export const otherNumbers = (operation: string): string =>
  `the function gives other numbers each time it is called (made by '${operation}'), which a compiled program would ` +
  `repeat for ever; draw outside, with a seed, and pass the numbers as an argument`;
