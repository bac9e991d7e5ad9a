/** The formal languages of Deletang et al. 2022 (arXiv 2207.02098). */
import type { ModelOptions } from '../create-model.js';
import { falling, plain } from './preset.js';
import type { Preset, TrainingPreset } from './preset.js';

/** A stack of vectors beside a recurrent network, as the benchmark has it. */
export const vectorStack = {
  model: 'stack-rnn',
  controller: { kind: 'rnn', units: 256, activation: 'relu' },
  memories: 1,
  width: 8,
  reads: 1,
  put: 'none',
  empty: 0,
  places: 1024,
} as const;

/** The models of the benchmark, by the names of the suite. */
export const benchmarkModels = {
  rnn: plain({ kind: 'rnn', units: 256, activation: 'relu' }),
  lstm: plain({ kind: 'lstm', units: 256 }),
  'stack-rnn': vectorStack,
  'tape-rnn': { model: 'tape-rnn', places: 2048 },
} as const satisfies Record<string, ModelOptions>;

/** How a Tape RNN is trained on a task that it does not learn with the settings of all tasks. */
interface TapeSettings {
  readonly model: Omit<Extract<ModelOptions, { model: 'tape-rnn' }>, 'model'>;
  readonly rate: number;
  readonly curriculum: NonNullable<TrainingPreset['curriculum']>;
  /** There is a second stage, in which doubt about a move costs. */
  readonly decides?: true;
  /**
   * How often a network that has not learned the lengths trained on is begun anew at most: not every drawing of initial
   * weights finds out what the tape is for. @defaultValue 0
   */
  readonly restarts?: number;
}

/** What is known of a task of the benchmark. */
export type BenchmarkTask = {
  /** The shortest string. */
  readonly shortest: number;
  /**
   * Steps that a Tape RNN has between a string and the answer, as a multiple of its length. Where the answer begins with the
   * first symbol, a head that jumps back when it is asked for sees that symbol a step late, and can never catch up.
   */
  readonly computation: number;
  /** Something seen long ago decides: a simple recurrent network is bounded, so that what it keeps neither grows nor fades. */
  readonly kept?: true;
  readonly tape?: TapeSettings;
} & (
  | { readonly answer: 'string' }
  /** One symbol out of so many. */
  | {
      readonly answer: 'symbol';
      readonly classes: number;
      /** There are brackets, which say when a stack has something to keep; and what is computed with what it kept. */
      readonly brackets?: 'sums' | 'products';
    }
);

const BENCHMARK_STEPS = 6000;

/** A network with gates bears longer steps, and needs them. */
const rateFor = ({ controller }: ModelOptions): number => (controller?.kind === 'lstm' ? 4e-3 : 1e-3);

/**
 * An answer that is a string may be a matter of counting or of keeping, and an LSTM that forgets a little can do neither for
 * hundreds of steps; a state that is to be found out from one symbol it finds sooner if it forgets.
 */
function controllerFor<C extends ModelOptions['controller']>(
  controller: C,
  { answer, kept }: BenchmarkTask,
): C {
  if (kept && controller?.kind === 'rnn') return { ...controller, activation: 'tanh' };
  if (answer === 'string' && controller?.kind === 'lstm') return { ...controller, forgetBias: 10 };
  return controller;
}

/**
 * A model of the benchmark as it suits a task. What says one symbol needs little of its memory, and what is put there is bounded,
 * so that it does not disturb in long strings; what gives back strings learns sooner without bounds.
 */
function suited(model: ModelOptions, task: BenchmarkTask): ModelOptions {
  if (model.model === 'recurrent') return { ...model, controller: controllerFor(model.controller, task) };
  if (model.model === 'tape-rnn' && task.tape) return { ...model, ...task.tape.model };
  const controller = controllerFor(model.controller, task);
  return { ...model, ...(controller && { controller }), ...(task.answer === 'symbol' && { put: 'tanh' }) };
}

const bySuccess = (shortest: number, bits: number) => ({
  batch: 32,
  window: 30,
  curriculum: { kind: 'gated', low: shortest, from: shortest + 1, to: 40, bits } as const,
});

const byStep = (low: number, steps: number) =>
  ({ kind: 'growing', low, from: low + 4, to: 40, steps }) as const;

/**
 * The networks of Deletang et al. 2022 (arXiv 2207.02098, appendix B) with their optimizer and clipping, on smaller batches;
 * tapes have others on tasks that say so.
 *
 * One symbol after a long string says next to nothing to a network that does not understand short ones: there lengths grow by
 * success, whenever no more than an eighth is left of what guessing costs. Of an answer as long as the string something is
 * always learned, and only long strings make a network use its memory: there lengths grow by the step.
 */
export function benchmark(model: ModelOptions, task: BenchmarkTask): Preset {
  const own = model.model === 'tape-rnn' ? task.tape : undefined;
  return {
    source: own
      ? 'tapes as the task needs them; clipping of arXiv 2207.02098, appendix B; small batches, a falling rate'
      : 'networks and clipping of arXiv 2207.02098, appendix B; small batches, a falling rate, lengths that grow',
    model: suited(model, task),
    training: {
      optimizer: { name: 'adam' },
      rate: falling(own?.rate ?? rateFor(model), BENCHMARK_STEPS, 0.75),
      clip: { norm: 1 },
      lossScale: 'prediction',
      lengthPer: 'batch',
      ...(task.answer === 'symbol'
        ? bySuccess(task.shortest, Math.log2(task.classes) / 8)
        : { batch: 16, curriculum: own?.curriculum ?? byStep(task.shortest, BENCHMARK_STEPS / 2) }),
    },
    steps: BENCHMARK_STEPS,
  };
}

const symbol = (shortest: number, classes: number) =>
  ({ shortest, answer: 'symbol', classes, computation: 0 }) as const;
const string = (shortest: number) => ({ shortest, answer: 'string', computation: 1 }) as const;

/**
 * How a tape gives strings back: with gates, and long strings soon. Doubt about the moves costs, which is what keeps the head in
 * its place in long strings.
 */
const givingBack = {
  model: { controller: { kind: 'gru', units: 64 }, entropyPenalty: 3e-4 },
  rate: 2e-3,
  curriculum: byStep(1, 500),
  restarts: 2,
} as const;

/** What came last is first in the answer: there is nothing to go back to, and nothing to compute. */
const lastFirst = { ...string(1), computation: 0, tape: givingBack } as const;

/**
 * A string is written on one tape. On the way back over it, its parts go onto two others, and the answer is read from
 * these. Only strings too long to be kept in the units, or packed into a few cells, make a network find that out.
 */
const binaryAddition = {
  ...string(3),
  tape: {
    model: { controller: { kind: 'gru', units: 64 }, memories: 3, jumps: false },
    rate: 3e-3,
    curriculum: { kind: 'uniform', low: 16, high: 40 },
  },
} as const;

/**
 * The symbols at odd places go onto one tape and those at even places onto another. Values that are bounded, and doubt about the
 * moves that costs once it is learned, are what it takes to go on to longer strings.
 */
const oddsFirst = {
  ...string(1),
  tape: {
    model: { controller: { kind: 'gru', units: 48 }, memories: 3, jumps: false, put: 'tanh' },
    rate: 3e-3,
    curriculum: { kind: 'uniform', low: 20, high: 40 },
    decides: true,
  },
} as const;

/** The tasks of the benchmark. */
export const benchmarkTasks = {
  'even-pairs': { ...symbol(1, 2), kept: true },
  'modular-arithmetic': symbol(1, 5),
  'parity-check': symbol(1, 2),
  'cycle-navigation': symbol(1, 5),
  'stack-manipulation': lastFirst,
  'reverse-string': lastFirst,
  'modular-arithmetic-brackets': { ...symbol(1, 5), brackets: 'products' },
  'solve-equation': { ...symbol(3, 5), brackets: 'sums' },
  'duplicate-string': { ...string(1), tape: givingBack },
  'missing-duplicate': symbol(2, 2),
  'odds-first': oddsFirst,
  'binary-addition': binaryAddition,
  'binary-multiplication': string(3),
  'compute-sqrt': string(1),
  'bucket-sort': string(1),
} as const satisfies Record<string, BenchmarkTask>;
