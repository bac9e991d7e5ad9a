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

/** The function gave different numbers when it was recorded a second time. */
export class UnstableTraceError extends CompileError {
  override readonly name = 'UnstableTraceError';
}
