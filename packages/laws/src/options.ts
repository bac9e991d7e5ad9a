/** Turns a tfjs function into one that gives the same, such as `jit` of @loci/jit. */
export type Compile = <Args extends unknown[], Result>(
  fn: (...args: Args) => Result,
) => (...args: Args) => Result;

/** How laws are checked. */
export interface LawOptions {
  /**
   * Inputs that are drawn for each law, >= 1; for laws whose inputs are costly, such as finite differences, at most
   * some tens.
   * @defaultValue that of fast-check: 100
   */
  readonly runs?: number;
  /** The seed that a broken law reports, to draw the same inputs again. @defaultValue another one each time */
  readonly seed?: number;
}

/** With an engine, the compiled form must equal the eager form, gradients included. */
export interface CompiledLawOptions extends LawOptions {
  /** @defaultValue the law of the compiled form is left out */
  readonly compile?: Compile;
}

/** The options of a law whose every input is costly and shows much. */
export const atMost = (most: number, { runs = most, ...options }: LawOptions): LawOptions => ({
  ...options,
  runs: Math.min(runs, most),
});
