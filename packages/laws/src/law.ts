import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import type { LawOptions } from './options.js';

/**
 * A law that something of the toolkit must obey, ready to be a test of its own:
 *
 *     for (const { name, check } of stageLaws(recency())) test(name, check);
 */
export interface Law {
  /** What holds, such as 'batch rows are independent'. */
  readonly name: string;
  /** @throws LawBroken with the smallest counterexample that was found. */
  readonly check: () => void;
}

/** Who broke which law, and by which input. */
export class LawBroken extends Error {
  override readonly name = 'LawBroken';

  constructor(
    /** The name of the stage, scheme, cell, ... */
    readonly subject: string,
    readonly law: string,
    /** The smallest input found that shows it; null if no single input does. */
    readonly counterexample: unknown,
    reason: string,
    options?: ErrorOptions & { readonly seed?: number },
  ) {
    const shown = counterexample === null ? '' : `\n  counterexample: ${fc.stringify(counterexample)}`;
    const again = options?.seed === undefined ? '' : `\n  again: { seed: ${options.seed} }`;
    super(`'${subject}' breaks the law '${law}'\n  ${reason}${shown}${again}`, options);
  }
}

/** What a law finds wrong with one input, in words. */
export class Violation extends Error {}

/** The law that `hold` throws for none of the inputs drawn; tensors that it makes are freed. */
export function law<Input>(
  subject: string,
  name: string,
  { runs, seed }: LawOptions,
  inputs: fc.Arbitrary<Input>,
  hold: (input: Input) => void,
): Law {
  const property = fc.property(inputs, (input) => void tf.tidy(() => void hold(input)));
  const parameters = { ...(runs && { numRuns: runs }), ...(seed !== undefined && { seed }) };
  return {
    name,
    check: () => {
      const result = fc.check(property, parameters);
      if (!result.failed) return;
      const cause = result.errorInstance;
      throw new LawBroken(subject, name, result.counterexample?.[0] ?? null, reasonOf(cause), {
        cause,
        seed: result.seed,
      });
    },
  };
}

function reasonOf(error: unknown): string {
  if (error === undefined || error === null) {
    return 'it could not be judged: nothing that was drawn could be measured';
  }
  if (error instanceof Violation) return error.message;
  return `it threw: ${error instanceof Error ? error.message : String(error)}`;
}
