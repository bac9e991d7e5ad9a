import { type Cell, type State, unroll } from '@loci/controllers';
import * as tf from '@tensorflow/tfjs';
import { type Law, law, Violation } from '../law.js';
import type { LawOptions } from '../options.js';
import { difference, ROUNDING } from '../subject/compare.js';
import { type Case, cases, draw } from '../subject/draw.js';
import type { Tensors } from '../subject/subject.js';
import { declared, type MakeCell, stateTensors, unrolled, withCell } from './unrolled.js';

/** Laws of the state: they need the steps one by one. Each cell is drawn anew. */
const lawOfCell = (
  name: string,
  what: string,
  make: MakeCell,
  options: LawOptions,
  hold: (cell: Cell, inputs: tf.Tensor3D, given: Case) => void,
): Law =>
  law(name, what, options, cases({ axes: ['batch', 'time'] }), (given) =>
    withCell(make, given.seed, (cell) =>
      hold(cell, draw(unrolled(cell, name), given).inputs as tf.Tensor3D, given),
    ),
  );

/** The parts of the state are those declared, before the first step and after it. */
export const stateIsAsDeclared = (name: string, make: MakeCell, options: LawOptions): Law =>
  lawOfCell(name, 'the state has the parts declared', make, options, (cell, inputs, { batch }) => {
    const wanted = Object.entries(cell.stateShapes).map(
      ([part, shape]) => `${part} [${[batch, ...shape].join(', ')}]`,
    );
    const initial = cell.initialState(batch);
    const { state } = cell.step(tf.unstack(inputs)[0] as tf.Tensor2D, initial);
    for (const [when, parts] of [
      ['before the first step', initial],
      ['after a step', state],
    ] as const) {
      const found = Object.entries(parts).map(([part, tensor]) => `${part} [${tensor.shape.join(', ')}]`);
      if (found.sort().join() !== wanted.sort().join()) {
        throw new Violation(
          `${when} it has ${found.join(', ') || 'none'}, declared are ${wanted.join(', ') || 'none'}`,
        );
      }
    }
  });

/** A step is a pure function: the same input and state give the same, whatever was computed in between. */
export const stepsArePure = (name: string, make: MakeCell, options: LawOptions): Law =>
  lawOfCell(name, 'a step depends on its input and state alone', make, options, (cell, inputs, { batch }) => {
    const input = tf.unstack(inputs)[0] as tf.Tensor2D;
    const step = (from: State, its: tf.Tensor2D): Record<string, tf.Tensor> => {
      const { output, state } = cell.step(its, from);
      return { output, ...stateTensors(cell, state) };
    };
    const start = cell.initialState(batch);
    const first = step(start, input);
    cell.step(tf.add(input, 1), cell.step(tf.mul(input, -1), start).state);
    const found = difference(step(start, input), first, 0);
    if (found) throw new Violation(`called again after other steps, ${found}`);
    const freed = Object.keys(start).find((part) => start[part].isDisposed);
    if (freed !== undefined) throw new Violation(`a step disposes ${freed} of the state it is given`);
  });

/** The past does not see the future, and the state is all that the future sees of the past. */
export const prefixesAgree = (name: string, make: MakeCell, options: LawOptions): Law =>
  lawOfCell(
    name,
    'the unroll of a prefix is the prefix of the unroll',
    make,
    options,
    (cell, inputs, { time }) => {
      const run = (): Tensors => {
        const { outputs, state } = unroll(cell, inputs);
        return { outputs, ...stateTensors(cell, state) };
      };
      const whole = run();
      for (let length = 1; length < time; length++) {
        const [first, rest] = tf.split(inputs, [length, time - length]) as tf.Tensor3D[];
        const before = unroll(cell, first);
        const after = unroll(cell, rest, { initial: declared(cell, before.state) });
        const found = difference(
          { outputs: tf.concat([before.outputs, after.outputs]), ...stateTensors(cell, after.state) },
          whole,
          ROUNDING,
        );
        // What gives something else at each call is named by the law before.
        if (found && difference(run(), whole, 0) === undefined)
          throw new Violation(`cut after step ${length} of ${time}, ${found}`);
      }
    },
  );
