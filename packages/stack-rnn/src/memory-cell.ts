/**
 * A controller with memories whose heads stand still. In step t the controller sees the input and the top of each memory
 * as step t - 1 left it; from its output h come the output, the actions and what is put in, each an affine map:
 *
 *     h(t) = controller([x(t); top of M(t-1)]),  a(t) = softmax(A h(t)),  v(t) = squash(D h(t)),  y(t) = V h(t)
 *
 * Joulin and Mikolov 2015 (arXiv 1503.01007), section 3; with biases, which the published code of the paper has not.
 * A `visible` one says a(t) = softmax(10 (A x(t))) and v(t) = squash(D h(t-1)) instead.
 */
import {
  checkFinite,
  checkInteger,
  checkNotNegative,
  checkOneOf,
  chooseOne,
  createVariables,
  penalizeEntropy,
  uniform,
} from '@loci/addressing';
import { disposeVariables, linear, linearWeights, prefixed, within } from '@loci/controllers';
import type { Cell, State, Step, Variables } from '@loci/controllers';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { createController } from './controller.js';
import type { Memory } from './memory.js';
import type { MemoryCellOptions } from './options.js';

const squashes = { sigmoid: tf.sigmoid, tanh: tf.tanh, none: <T extends tf.Tensor>(x: T): T => x };

/**
 * Logits of the actions of a symbol for each unit of its weights: an optimizer that moves all weights alike, as Adam does,
 * decides about the actions before the controller has learned to do without them.
 */
const VISIBLE_GAIN = 10;

/** The weights of the actions of a symbol: at first all actions are nearly alike, but for a no-op, which is the likelier. */
const visibleWeights = (symbols: number, memories: number, actions: readonly string[]) => ({
  kernel: {
    shape: [symbols, memories * actions.length],
    initializer: (random: RandomStream, shape: readonly number[]) =>
      uniform(-0.05, 0.05)(random, shape).map((weight, index) =>
        actions[index % actions.length] === 'no-op' ? weight + 0.1 : weight,
      ),
  },
});

/** A cell whose memories can be looked at in other ways; all views share the variables. */
export interface MemoryCell extends Cell {
  /** The actions of a memory by name, in the order of the trace `actions`. */
  readonly actions: readonly string[];
  /** The same cell with every action replaced by the most probable one, as it is tested (section 3, "rounding"). */
  rounded(): MemoryCell;
  /**
   * The same cell with memories no larger than a run of so many steps from the initial state can use: a short sequence
   * costs little.
   *
   * @param inputLength steps of the input, for memories that jump by so much; by default all steps.
   */
  forSteps(steps: number, inputLength?: number): MemoryCell;
}

/** What differs between the views of a cell. */
interface View {
  readonly memory: Memory;
  readonly isRounded: boolean;
}

/** @throws RangeError that names the option, the value given and the valid range. */
export function memoryCell(options: Required<Omit<MemoryCellOptions, 'reads'>>, memory: Memory): MemoryCell {
  const { inputSize, outputSize, controller: choice, memories, width, put, empty, rounding, seed } = options;
  const { entropyPenalty, visible } = options;
  checkInteger('inputSize', inputSize, 1);
  checkInteger('outputSize', outputSize, 1);
  checkInteger('width', width, 1);
  checkOneOf('put', put, Object.keys(squashes) as (keyof typeof squashes)[]);
  checkFinite('empty', empty);
  checkNotNegative('entropyPenalty', entropyPenalty);
  const random = RandomStream.fromSeed(seed);
  const { count } = memory.seen;
  const seenSize = memories * count * width;
  const sizes = { symbols: inputSize, seen: seenSize };
  const controller = createController(choice, sizes, random.integer(0, 2 ** 31));
  const actionCount = memory.actions.length;
  const own = createVariables(
    {
      ...prefixed(
        'actions',
        visible
          ? visibleWeights(inputSize, memories, memory.actions)
          : linearWeights(controller.outputSize, memories * actionCount),
      ),
      ...prefixed('put', linearWeights(controller.outputSize, memories * width)),
      ...prefixed('output', linearWeights(controller.outputSize, outputSize)),
    },
    random,
  );
  const variables: Variables = { ...prefixed('controller', controller.variables), ...own };

  function view({ memory, isRounded }: View): MemoryCell {
    const { first } = memory.seen;
    return {
      inputSize,
      outputSize,
      stateShapes: {
        memory: [memories, memory.places, width],
        ...(visible && { before: [controller.outputSize] }),
        ...prefixed('controller', controller.stateShapes),
      },
      variables,
      actions: memory.actions,
      initialState: (batch) => ({
        memory: tf.zeros([batch, memories, memory.places, width]),
        ...(visible && { before: tf.zeros([batch, controller.outputSize]) }),
        ...prefixed('controller', controller.initialState(batch)),
      }),
      step(input: tf.Tensor2D, state: State): Step {
        const [batch] = input.shape;
        const before = state.memory as tf.Tensor4D;
        const top = tf.slice(before, [0, 0, first, 0], [-1, -1, count, -1]);
        const seen = tf.add(tf.reshape(top, [batch, seenSize]), empty) as tf.Tensor2D;
        const controlled = controller.step(tf.concat([input, seen], 1), within('controller', state));
        const emitted = (name: string, from = controlled.output) => linear(from, within(name, variables));
        const told = visible
          ? tf.mul(tf.matMul(input, variables['actions/kernel'] as tf.Tensor2D), VISIBLE_GAIN)
          : emitted('actions');
        const logits = tf.reshape<tf.Rank.R3>(told, [batch, memories, actionCount]);
        const actions = isRounded
          ? chooseOne(logits).chosen
          : penalizeEntropy(tf.softmax(logits), entropyPenalty);
        const known = visible ? (state['before'] as tf.Tensor2D) : controlled.output;
        const put = tf.reshape<tf.Rank.R4>(emitted('put', known), [batch, memories, 1, width]);
        // The memory holds what is above the value of an empty cell.
        const value = tf.sub<tf.Tensor4D>(squashes[options.put](put), empty);
        const after = memory.update(before, { actions, value });
        return {
          output: emitted('output'),
          state: {
            memory: after,
            ...(visible && { before: controlled.output }),
            ...prefixed('controller', controlled.state),
          },
          trace: { actions, stacks: tf.add(after, empty) },
        };
      },
      rounded: () => view({ memory, isRounded: true }),
      forSteps(steps, inputLength = steps) {
        checkInteger('steps', steps, 1);
        checkInteger('inputLength', inputLength, 0);
        return view({ memory: memory.within(steps, inputLength), isRounded });
      },
      dispose: () => disposeVariables(variables),
    };
  }

  return view({ memory, isRounded: rounding });
}
