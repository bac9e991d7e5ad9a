import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { Choices } from '../emit/choices.js';
import { generator } from '../models/ntm.js';
import { onGrid, Operands, small, withRank, type Operand } from './operand.js';
import { operationTable } from './operations/table.js';

/** An operation, and the numbers that choose its operands among the tensors so far, and its variant. */
interface Instruction {
  readonly operation: string;
  readonly choices: readonly number[];
  /** Whether the program gives the result; what the last instruction makes it gives anyway. */
  readonly isResult: boolean;
}

const inputKinds = ['grid', 'int32', 'bool', 'real', 'real'] as const;

/** A tensor that a program is given. */
interface Input {
  readonly kind: (typeof inputKinds)[number];
  readonly shape: readonly number[];
}

/** A random program: any list of instructions is one, for what does not fit is brought into shape first. */
export interface RandomProgram {
  readonly inputs: readonly Input[];
  readonly instructions: readonly Instruction[];
  /** Of the elements of the inputs. */
  readonly seed: number;
}

const extents = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 8, 17) },
);
const shapes = fc.array(extents, { maxLength: 4 }).map((shape) => {
  // The first extents give way, so that no input is large.
  const size = (list: readonly number[]): number => list.reduce((product, extent) => product * extent, 1);
  const rest = [...shape];
  while (size(rest) > 120) rest.shift();
  return rest;
});

const instruction = (names: readonly string[]): fc.Arbitrary<Instruction> =>
  fc.record({
    operation: fc.constantFrom(...names),
    choices: fc.array(fc.nat(0xff), { maxLength: 12, size: 'max' }),
    isResult: fc.boolean(),
  });

/** @param names the operations that programs consist of */
export function randomPrograms(
  length: { readonly min: number; readonly max: number },
  names: readonly string[] = Object.keys(operationTable),
): fc.Arbitrary<RandomProgram> {
  return fc.record({
    inputs: fc.tuple(...inputKinds.map((kind) => shapes.map((shape): Input => ({ kind, shape })))),
    instructions: fc.array(instruction(names), { minLength: length.min, maxLength: length.max, size: 'max' }),
    seed: fc.nat(0xffff),
  });
}

/** The inputs of a program, the same each time. */
export function inputsOf({ inputs, seed }: RandomProgram): tf.Tensor[] {
  const random = generator(seed);
  return inputs.map(({ kind, shape }) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const element = (): number => {
      switch (kind) {
        case 'grid':
          return Math.round(32 * random() - 16) / 4;
        case 'int32':
          return Math.round(12 * random() - 6);
        case 'bool':
          return random() < 0.5 ? 0 : 1;
        case 'real':
          return 4 * random() - 2;
      }
    };
    const dtype = kind === 'int32' || kind === 'bool' ? kind : 'float32';
    return tf.tensor(Array.from({ length: size }, element), [...shape], dtype);
  });
}

export interface RunOptions {
  /** Whether a gradient will be taken. */
  readonly differentiated: boolean;
  /** What stands for rounding errors: applied to each result that is rounded. */
  readonly disturb?: ((x: tf.Tensor) => tf.Tensor) | undefined;
}

/** What tfjs has no gradient of is made where no gradient flows. */
const withoutGradient = (run: () => tf.Tensor): tf.Tensor =>
  tf.customGrad(() => ({ value: run(), gradFunc: () => [] }))();

const MOST_ELEMENTS = 400;

/** Runs a program on tensors that stand for its inputs; gives its results. */
export function runProgram(
  { inputs, instructions }: RandomProgram,
  given: readonly tf.Tensor[],
  { differentiated, disturb = (x) => x }: RunOptions,
): tf.Tensor[] {
  const pool = given.map((tensor, i): Operand => {
    const exact = tensor.dtype !== 'float32' || inputs[i]!.kind === 'grid';
    return { tensor: exact ? tensor : disturb(tensor), exact };
  });
  const results: tf.Tensor[] = [];
  instructions.forEach(({ operation: name, choices, isResult }, i) => {
    const operation = operationTable[name]!;
    const operands = new Operands(pool, new Choices(choices), differentiated);
    const run = (): tf.Tensor | readonly tf.Tensor[] => operation.run(operands);
    const list =
      differentiated && !operation.gradient ? [withoutGradient(run as () => tf.Tensor)] : [run()].flat();
    const made = list.map((tensor): Operand => {
      const bounded = withRank(tensor.size > MOST_ELEMENTS ? small(tensor, 3) : tensor, 0, 4);
      const isFloat = bounded.dtype === 'float32';
      // The grid would let no gradient through.
      const keeps = operation.result === 'exact' || (operation.result === 'grid' && !differentiated);
      const exact = !isFloat || (keeps && operands.exact);
      if (!exact)
        return { tensor: disturb(operands.flag ? bounded : tf.clipByValue(bounded, -16, 16)), exact };
      return { tensor: operation.result === 'grid' ? onGrid(bounded) : bounded, exact };
    });
    pool.push(...made);
    if (isResult || i === instructions.length - 1) results.push(...made.map(({ tensor }) => tensor));
  });
  return results;
}
