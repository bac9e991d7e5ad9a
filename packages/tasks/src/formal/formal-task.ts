/**
 * The protocol of the formal-language benchmark: G. Deletang et al. (2022), "Neural Networks and the Chomsky Hierarchy",
 * arXiv 2207.02098, section 4 and appendix A, with its published code. A string is shown symbol by symbol, then nothing
 * for some steps of computation, if they are asked for, then the output is wanted, one symbol a step:
 *
 *     step       1 .. L   L + 1 .. (1 + c) L   then
 *     input      symbols  computation          output, output, ...
 *     target     -        -                    symbols
 *
 * Inputs are one-hot: the symbols, a computation channel if c > 0, and an output channel. Models are trained on lengths up
 * to 40 and tested up to 500; the score is the accuracy of the output's symbols. Batches are of one length.
 */
import { exactStrings } from '../metrics/exact-strings.js';
import { checkInteger } from '../options/check.js';
import { LONGEST } from '../options/limits.js';
import { withDefaults } from '../options/with-defaults.js';
import { sequenceTask } from '../sequence-task.js';
import type { ConfiguredTask } from '../sequence-task.js';
import { mark } from '../steps.js';
import type { RandomStream } from '@loci/random';

export interface FormalTaskOptions {
  /** Steps of computation between input and output, as a multiple of the length, in [0, 10]. @defaultValue 0 */
  readonly computation?: number;
}

export type FormalTask = ConfiguredTask<Required<FormalTaskOptions>>;

/** A string and what is wanted for it, as the numbers of their symbols. */
interface Transduction {
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** How many symbols of the output count. @defaultValue all */
  readonly counts?: number;
}

/** What is particular to a task of the benchmark. */
export interface FormalTaskDefinition {
  readonly name: string;
  readonly description: string;
  /** The symbols of the input, as they are drawn. */
  readonly symbols: string;
  /** The symbols of the output. */
  readonly classes: string;
  /** The shortest length there is. @defaultValue 1 */
  readonly shortest?: number;
  readonly exampleLength?: number;
  /** How many symbols are wanted for an input of a length. */
  outputLength(length: number): number;
  /** Draws a string of the length, with what is wanted for it. */
  draw(random: RandomStream, length: number): Transduction;
}

const COMPUTATION = { low: 0, high: 10 };

/** @throws RangeError that names the option, its value and its range. */
export function formalTask(given: FormalTaskOptions, definition: FormalTaskDefinition): FormalTask {
  const options = withDefaults(given, { computation: 0 });
  const { computation } = options;
  checkInteger('computation', computation, COMPUTATION);
  const { name, description, symbols, classes, shortest = 1, exampleLength = 7 } = definition;
  const channels = [...symbols].map((symbol) => ({ name: symbol }));
  const protocol = [...(computation > 0 ? [{ name: 'computation' }] : []), { name: 'output' }];
  const asked = mark(symbols.length + protocol.length - 1);
  return {
    ...sequenceTask({
      name,
      description,
      source: 'Deletang et al. 2022, arXiv 2207.02098, appendix A',
      options,
      inputs: [...channels, ...protocol],
      targets: [...classes].map((symbol) => ({ name: symbol })),
      outputs: 'class',
      train: { low: shortest, high: 40 },
      test: [50, 100, 200, 300, 400, 500],
      lengths: { low: shortest, high: LONGEST },
      metrics: [exactStrings],
      exampleLength,
      sequence(random, length) {
        const { input, output, counts = output.length } = definition.draw(random, length);
        return [
          ...input.map((symbol) => ({ input: mark(symbol) })),
          ...Array.from({ length: computation * input.length }, () => ({ input: mark(symbols.length) })),
          ...output.map((symbol, index) => ({
            input: asked,
            ...(index < counts && { target: mark(symbol) }),
          })),
        ];
      },
    }),
    inputLength(steps) {
      for (let length = 1; length <= steps; length++) {
        if (length * (1 + computation) + definition.outputLength(length) === steps) return length;
      }
      throw new RangeError(`no sequence of ${name} has ${steps} steps`);
    },
  };
}
