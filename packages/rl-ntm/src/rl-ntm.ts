/**
 * The Reinforce Neural Turing Machine (W. Zaremba, I. Sutskever 2015, "Reinforcement Learning Neural Turing Machines",
 * arXiv 1505.00521). A controller sees the symbol under its input head, the memory cell under its memory head and what it
 * chose before. It chooses, by chance, where both heads go and whether it writes a symbol; the symbol itself and what
 * is left in the memory cell are computed, and trained by backpropagation.
 */
import {
  addressing,
  checkFinite,
  checkInteger,
  checkOneOf,
  checkPositive,
  chooseOne,
  createVariables,
  glorotUniform,
  read,
  shift,
} from '@loci/addressing';
import type { Initializer, Weights } from '@loci/addressing';
import { disposeVariables, linear, linearWeights, lstm, prefixed, within } from '@loci/controllers';
import type { Cell, State, Variables } from '@loci/controllers';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import type { Moves } from './environment.js';
import { WRITING, divergence, habit, memoryMoves } from './habit.js';
import type { Habit } from './habit.js';
import { controllerNames } from './options.js';
import type { ControllerName, RLNTMOptions } from './options.js';

/** What a machine does in one step. */
export interface Act {
  /** The logits of the symbol to write, `[batch, symbols]`. */
  readonly symbol: tf.Tensor2D;
  /** Where the input head goes, one-hot `[batch, moves]`. */
  readonly move: tf.Tensor2D;
  /** 1 where it wants to write, `[batch, 1]`. */
  readonly writes: tf.Tensor2D;
  /** Log-probability of the choices and their divergence from habit, `[batch, 1]`: of the moves, and of whether to write. */
  readonly moving: Chance;
  readonly writing: Chance;
  readonly state: State;
}

export interface Chance {
  readonly logProbability: tf.Tensor2D;
  /** In nats. */
  readonly divergence: tf.Tensor2D;
}

/**
 * The gates of the direct paths, and what their biases start from. What the memory holds comes through from the beginning,
 * and before what the input shows: a head that has found the right cell is to be right about the symbol too. From cell to
 * cell the gates start all but shut, since a memory that leaks into itself keeps nothing. Where symbols come over paths
 * alone, a cell keeps what it holds: it will be needed again.
 */
const toOutputAndMemory = { inputToOutput: 0, memoryToOutput: 2, inputToMemory: 2 };
const gateBiases = {
  lstm: {},
  'direct-access': { ...toOutputAndMemory, stays: -2, back: -3, ahead: -3 },
  paths: { ...toOutputAndMemory, stays: 4 },
};

const directPaths = (wiring: ControllerName, units: number, symbols: number, width: number) => {
  const biases = Float32Array.from(Object.values(gateBiases[wiring]));
  return {
    ...prefixed('gates', linearWeights(units, biases.length, { bias: () => biases })),
    'direct/input-to-memory': { shape: [symbols, width], initializer: identity },
    'direct/input-to-output': { shape: [symbols, symbols], initializer: identity },
    'direct/memory-to-output': { shape: [width, symbols], initializer: identity },
  };
};

/** What the direct paths start as is this times the identity, so that it stands out of the noise of the other weights. */
const STRENGTH = 3;

const identity: Initializer = (_random, [rows, columns]) =>
  Float32Array.from({ length: rows * columns }, (_, index) =>
    Math.floor(index / columns) === index % columns ? STRENGTH : 0,
  );

const scaled =
  (scale: number): Initializer =>
  (random, shape) =>
    glorotUniform(random, shape).map((value) => value * scale);

export class RLNTM {
  readonly symbols: number;
  readonly moves: Moves;
  /** Random numbers that a step needs for each of the batch: standard Gumbel. */
  readonly noiseSize: number;
  readonly variables: Variables;
  readonly stateShapes: (places: number) => Readonly<Record<string, readonly number[]>>;
  private readonly lstm: Cell;
  private readonly width: number;
  private readonly wiring: ControllerName;
  private readonly habit: Habit;
  private readonly memoryHead = addressing(shift({ range: 1, boundary: 'circular', taps: 'sample' }));

  constructor(options: RLNTMOptions) {
    const { symbols, moves, controller = 'direct-access', units = 64, width = 35, seed } = options;
    const { inverseTemperature = 0.01, holding = 2, inertia = 2 } = options;
    checkInteger('symbols', symbols, 1);
    checkInteger('moves.length', moves.length, 1);
    checkInteger('units', units, 1);
    checkInteger('width', width, 1);
    checkOneOf('controller', controller, controllerNames);
    checkPositive('inverseTemperature', inverseTemperature);
    checkFinite('holding', holding);
    checkFinite('inertia', inertia);
    this.symbols = symbols;
    this.moves = moves;
    this.width = width;
    this.wiring = controller;
    this.habit = habit({ moves, inertia, holding });
    this.noiseSize = moves.length + memoryMoves.length + WRITING;
    const random = RandomStream.fromSeed(seed);
    this.lstm = lstm({
      inputSize: symbols + width + this.noiseSize,
      units,
      seed: random.integer(0, 2 ** 31),
    });
    const choices = linearWeights(units, this.noiseSize, { kernel: scaled(inverseTemperature) });
    const { kernel, bias } = linearWeights(units, symbols);
    const ofSymbol = controller === 'paths' ? { bias } : { kernel, bias };
    const own = createVariables(
      {
        ...prefixed('choices', choices),
        ...prefixed('symbol', ofSymbol),
        ...(controller !== 'paths' && prefixed('content', linearWeights(units, width))),
        ...(controller !== 'lstm' && directPaths(controller, units, symbols, width)),
      },
      random,
    );
    this.variables = { ...prefixed('controller', this.lstm.variables), ...own };
    this.stateShapes = (places) => ({
      memory: [places, width],
      weighting: [1, places],
      chosen: [this.noiseSize],
      ...prefixed('controller', this.lstm.stateShapes),
    });
  }

  initialState(batch: number, places: number): State {
    const first = tf.cast(tf.equal(tf.range(0, places), 0), 'float32');
    return {
      memory: tf.zeros([batch, places, this.width]),
      weighting: tf.add(tf.zeros([batch, 1, places]), first),
      chosen: tf.add(tf.zeros([batch, this.noiseSize]), tf.tensor1d([...this.habit.before])),
      ...prefixed('controller', this.lstm.initialState(batch)),
    };
  }

  /** @param input the symbol under the input head, one-hot; @param noise `[batch, noiseSize]` */
  step(input: tf.Tensor2D, noise: tf.Tensor2D, state: State): Act {
    const [batch] = input.shape;
    const memory = state['memory'] as tf.Tensor3D;
    const weighting = state['weighting'] as tf.Tensor3D;
    const cell = tf.reshape(read(weighting, memory), [batch, this.width]) as tf.Tensor2D;
    const before = state['chosen'] as tf.Tensor2D;
    const sees = tf.concat([input, cell, before], 1);
    const { output: hidden, state: next } = this.lstm.step(sees, within('controller', state));
    const { symbol, content, around } = this.paths(hidden, input, cell);

    const ofHabit = this.habit.logits(before);
    const learned = linear(hidden, within('choices', this.variables));
    const [moveLogits, memoryLogits, writeLogits] = this.cut(tf.add(ofHabit, learned));
    const [moveHabit, memoryHabit, writeHabit] = this.cut(ofHabit);
    const [moveNoise, memoryNoise, writeNoise] = this.cut(noise);
    const move = chooseOne(moveLogits, moveNoise);
    const write = chooseOne(writeLogits, writeNoise);
    const written = overwritten(memory, weighting, content, around);
    const head = this.memoryHead.choose({
      emitted: { shift: memoryLogits },
      memory: written,
      previous: weighting,
      noise: { shift: memoryNoise },
    });
    const memoryMove = chooseOne(memoryLogits, memoryNoise).chosen;
    const flat = (chosen: tf.Tensor3D) => tf.reshape(chosen, [batch, chosen.shape[2]]) as tf.Tensor2D;
    return {
      symbol,
      move: flat(move.chosen),
      writes: tf.slice(flat(write.chosen), [0, 1], [batch, 1]),
      moving: {
        logProbability: tf.add(move.logProbability, head.logProbability),
        divergence: tf.add(divergence(moveLogits, moveHabit), divergence(memoryLogits, memoryHabit)),
      },
      writing: {
        logProbability: write.logProbability,
        divergence: divergence(writeLogits, writeHabit),
      },
      state: {
        memory: written,
        weighting: head.weighting,
        chosen: tf.concat([flat(move.chosen), flat(memoryMove), flat(write.chosen)], 1),
        ...prefixed('controller', next),
      },
    };
  }

  dispose(): void {
    disposeVariables(this.variables);
  }

  /** Numbers for all choices, `[batch, noiseSize]`, as those of each: input head, memory head, writing. */
  private cut(all: tf.Tensor2D): tf.Tensor3D[] {
    const sizes = [this.moves.length, memoryMoves.length, WRITING];
    return tf.split(all, sizes, 1).map((part, index) => tf.reshape(part, [all.shape[0], 1, sizes[index]]));
  }

  /** What is written on the output and in the memory: by the LSTM itself, and what comes over the direct paths. */
  private paths(hidden: tf.Tensor2D, input: tf.Tensor2D, cell: tf.Tensor2D) {
    const byItself = (name: string) => linear(hidden, within(name, this.variables));
    if (this.wiring === 'lstm') return { symbol: byItself('symbol'), content: byItself('content') };
    const direct = within('direct', this.variables) as Weights;
    const [inputToOutput, memoryToOutput, inputToMemory, stays, ...around] = tf.split(
      tf.sigmoid(linear(hidden, within('gates', this.variables))),
      Object.keys(gateBiases[this.wiring]).length,
      1,
    );
    const path = (gate: tf.Tensor, from: tf.Tensor2D, name: string) =>
      tf.mul(gate, tf.matMul(from, direct[name] as tf.Tensor2D));
    const toOutput = [
      path(inputToOutput, input, 'input-to-output'),
      path(memoryToOutput, cell, 'memory-to-output'),
    ];
    const toMemory = [path(inputToMemory, input, 'input-to-memory'), tf.mul(stays, cell)];
    const alone = this.wiring === 'paths';
    return {
      symbol: (alone
        ? tf.add(tf.addN(toOutput), this.variables['symbol/bias'])
        : tf.addN([byItself('symbol'), ...toOutput])) as tf.Tensor2D,
      content: tf.addN(alone ? toMemory : [byItself('content'), ...toMemory]) as tf.Tensor2D,
      around: around.map((gate) => tf.mul(gate, cell)) as tf.Tensor2D[],
    };
  }
}

/** The memory with another content under the head, and what is added to the cells before and behind it. */
function overwritten(
  memory: tf.Tensor3D,
  weighting: tf.Tensor3D,
  content: tf.Tensor2D,
  around: readonly tf.Tensor2D[] = [],
): tf.Tensor3D {
  const [batch, places] = memory.shape;
  const column = (weights: tf.Tensor) => tf.reshape(weights, [batch, places, 1]);
  const row = (values: tf.Tensor2D) => tf.expandDims(values, 1);
  const here = column(weighting);
  const replaced = tf.add(tf.mul(memory, tf.sub(1, here)), tf.mul(here, row(content)));
  if (around.length === 0 || places < 3) return replaced as tf.Tensor3D;
  const turned = (by: number) =>
    tf.concat(
      [
        tf.slice(weighting, [0, 0, places - by], [batch, 1, by]),
        tf.slice(weighting, [0, 0, 0], [batch, 1, places - by]),
      ],
      2,
    );
  const sides = [turned(places - 1), turned(1)].map((weights, side) =>
    tf.mul(column(weights), row(around[side])),
  );
  return tf.addN([replaced, ...sides]) as tf.Tensor3D;
}
