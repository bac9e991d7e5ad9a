/** Settings that belong together, by task, each with its source. */
import type { ControllerChoice } from './controller.js';
import type { ModelOptions } from './create-model.js';

/** How a model is trained; the names and meanings are those of the settings of `@loci/train`. */
export interface TrainingPreset {
  /** Sequences in a step. */
  readonly batch: number;
  readonly optimizer: { readonly name: 'adam' | 'sgd' };
  /** Falls linearly from `begin` on, within `steps` steps, to 0. */
  readonly rate: {
    readonly rate: number;
    readonly decay: {
      readonly shape: 'linear';
      readonly begin: { readonly step: number };
      readonly steps: number;
    };
  };
  readonly clip: { readonly norm: number };
  readonly lossScale: 'prediction';
  /** Steps that the bits of a gate are averaged over; without it those of the loop. */
  readonly window?: number;
  /** Whether all sequences of a batch have one length, or each its own. */
  readonly lengthPer: 'batch' | 'sequence';
  /** Lengths are drawn from `low` up to a maximum that grows; without it from those of the task. */
  readonly curriculum?:
    | {
        readonly kind: 'growing';
        readonly low: number;
        readonly from: number;
        readonly to: number;
        readonly steps: number;
      }
    /** The maximum grows by one whenever the loss has fallen to so many bits a sequence. */
    | {
        readonly kind: 'gated';
        readonly low: number;
        readonly from: number;
        readonly to: number;
        readonly bits: number;
      };
}

type StackModel = Extract<ModelOptions, { readonly model: 'stack-rnn' }>;

/** A model and its training, with where the values come from. */
export interface Preset {
  readonly source: string;
  readonly model: ModelOptions;
  readonly training: TrainingPreset;
  /** Steps until the training is done. */
  readonly steps: number;
}

/** A rate that stays for a part of the steps and then falls. */
const falling = (rate: number, steps: number, part = 0.5): TrainingPreset['rate'] => ({
  rate,
  decay: {
    shape: 'linear',
    begin: { step: Math.round(part * steps) },
    steps: Math.round((1 - part) * steps),
  },
});

/**
 * The networks of Joulin and Mikolov 2015 (arXiv 1503.01007, table 2) with their curriculum and their stochastic gradient
 * descent, on small batches of short streams instead of on one stream: thousands of steps instead of hundreds of thousands of
 * symbols. Adam learns the lengths trained on as well, but its networks go on to longer words, and bear rounding, far less often.
 *
 * @param shortest length of a word
 */
export const counting = (model: ModelOptions, shortest: number): Preset => ({
  source: 'networks, curriculum and optimizer of arXiv 1503.01007, table 2; on small batches',
  model,
  training: {
    batch: 8,
    optimizer: { name: 'sgd' },
    rate: falling(1, 3000),
    clip: { norm: 1 },
    lossScale: 'prediction',
    lengthPer: 'sequence',
    curriculum: { kind: 'growing', low: shortest, from: 3, to: 19, steps: 1500 },
  },
  steps: 3000,
});

/** Ten stacks, trained by Adam, which here learns what gradient descent does not in so many steps. */
const sequences = (
  network: string,
  model: Omit<StackModel, 'model'>,
  { rate, steps, low, to }: { rate: number; steps: number; low: number; to: number },
): Preset => ({
  source: `${network} with the ten stacks of arXiv 1503.01007, section 5.2; trained by Adam`,
  model: { model: 'stack-rnn', ...model },
  training: {
    batch: 8,
    optimizer: { name: 'adam' },
    rate: falling(rate, steps),
    clip: { norm: 1 },
    lossScale: 'prediction',
    lengthPer: 'sequence',
    curriculum: { kind: 'growing', low, from: 3, to, steps: 0.6 * steps },
  },
  steps,
});

/** What is known of a task of the benchmark. */
type BenchmarkTask = {
  /** The shortest string. */
  readonly shortest: number;
} & (
  | { readonly answer: 'string' }
  /** One symbol out of so many. */
  | { readonly answer: 'symbol'; readonly classes: number }
);

const BENCHMARK_STEPS = 4000;

/** A network with gates bears longer steps, and needs them. */
const rateFor = ({ controller }: ModelOptions): number => (controller?.kind === 'lstm' ? 4e-3 : 1e-3);

const bySuccess = (shortest: number, bits: number) => ({
  batch: 32,
  window: 30,
  curriculum: { kind: 'gated', low: shortest, from: shortest + 1, to: 40, bits } as const,
});

const byStep = (shortest: number) => ({
  batch: 16,
  curriculum: {
    ...{ kind: 'growing' as const, low: shortest, from: shortest + 4, to: 40 },
    steps: BENCHMARK_STEPS / 2,
  },
});

/**
 * The networks of Deletang et al. 2022 (arXiv 2207.02098, appendix B) with their optimizer and clipping, on smaller batches.
 *
 * One symbol after a long string says next to nothing to a network that does not understand short ones: there lengths grow by
 * success, whenever no more than an eighth is left of what guessing costs. Of an answer as long as the string something is
 * always learned, and only long strings make a network use its memory: there lengths grow by the step.
 */
export const benchmark = (model: ModelOptions, task: BenchmarkTask): Preset => ({
  source:
    'networks and clipping of arXiv 2207.02098, appendix B; small batches, a falling rate, lengths that grow',
  model,
  training: {
    optimizer: { name: 'adam' },
    rate: falling(rateFor(model), BENCHMARK_STEPS),
    clip: { norm: 1 },
    lossScale: 'prediction',
    lengthPer: 'batch',
    ...(task.answer === 'symbol'
      ? bySuccess(task.shortest, Math.log2(task.classes) / 8)
      : byStep(task.shortest)),
  },
  steps: BENCHMARK_STEPS,
});

/** On the counting languages the stacks of the paper push or pop in every step. */
const countingStack = { model: 'stack-rnn', noOp: false } as const;

/** A stack of vectors beside a recurrent network, as the benchmark has it. */
const vectorStack = {
  model: 'stack-rnn',
  controller: { kind: 'rnn', units: 256, activation: 'relu' },
  memories: 1,
  width: 8,
  reads: 1,
  put: 'none',
  empty: 0,
  places: 1024,
} as const;

const plain = (controller: ControllerChoice): ModelOptions => ({ model: 'recurrent', controller });

/**
 * The models of table 2 of Joulin and Mikolov, by the names of the suite. The LSTM begins with forget gates that are open: what
 * forgets a little cannot count far.
 */
export const countingModels = {
  rnn: plain({ kind: 'rnn', units: 40 }),
  lstm: plain({ kind: 'lstm', units: 40, forgetBias: 10 }),
  'list-rnn': { model: 'list-rnn' },
  'stack-rnn': countingStack,
} as const satisfies Record<string, ModelOptions>;

/** The models of the benchmark, by the names of the suite. */
export const benchmarkModels = {
  rnn: plain({ kind: 'rnn', units: 256, activation: 'relu' }),
  lstm: plain({ kind: 'lstm', units: 256 }),
  'stack-rnn': vectorStack,
  'tape-rnn': { model: 'tape-rnn', places: 2048 },
} as const satisfies Record<string, ModelOptions>;

/** The shortest word of each language. */
const languages = { anbn: 1, anbncn: 1, anbncndn: 1, anb2n: 1, anbmcnm: 2, anbkcnk: 1, anbmcndm: 2 };

/**
 * An answer of one symbol after a long expression is hard to learn from long expressions. Here they grow once the
 * shorter ones are understood, as Zaremba and Sutskever 2014 (arXiv 1410.4615) do with programs.
 */
const equations: Preset = {
  source: 'a GRU beside four stacks of vectors, and expressions that grow by success',
  model: {
    ...vectorStack,
    controller: { kind: 'gru', units: 64 },
    memories: 4,
    put: 'tanh',
  },
  training: {
    batch: 32,
    optimizer: { name: 'adam' },
    rate: falling(5e-3, 14_000, 0.7),
    clip: { norm: 1 },
    lossScale: 'prediction',
    window: 30,
    lengthPer: 'batch',
    curriculum: { kind: 'gated', low: 3, from: 9, to: 40, bits: 0.5 },
  },
  steps: 14_000,
};

const symbol = (shortest: number, classes: number) => ({ shortest, answer: 'symbol', classes }) as const;
const string = (shortest: number) => ({ shortest, answer: 'string' }) as const;

/** The tasks of the benchmark. */
export const benchmarkTasks = {
  'even-pairs': symbol(1, 2),
  'modular-arithmetic': symbol(1, 5),
  'parity-check': symbol(1, 2),
  'cycle-navigation': symbol(1, 5),
  'stack-manipulation': string(1),
  'reverse-string': string(1),
  'modular-arithmetic-brackets': symbol(1, 5),
  'solve-equation': symbol(3, 5),
  'duplicate-string': string(1),
  'missing-duplicate': symbol(2, 2),
  'odds-first': string(1),
  'binary-addition': string(3),
  'binary-multiplication': string(3),
  'compute-sqrt': string(1),
  'bucket-sort': string(1),
} as const satisfies Record<string, BenchmarkTask>;

/** What is learned from streams, by networks that can tell where in a word they are; a GRU does so soonest. */
const streams: Readonly<Record<string, Preset>> = {
  memorisation: sequences(
    'a GRU of 40 units',
    { controller: { kind: 'gru', units: 40 }, noOp: false },
    { rate: 0.01, steps: 1500, low: 1, to: 19 },
  ),
  addition: sequences(
    'a GRU of 40 units',
    { controller: { kind: 'gru', units: 40 } },
    { rate: 0.01, steps: 5000, low: 2, to: 19 },
  ),
  dyck: sequences(
    'a recurrent network of 100 units',
    { controller: { kind: 'rnn', units: 100 } },
    { rate: 0.01, steps: 4000, low: 1, to: 12 },
  ),
};

/** By task, the presets by name. */
export const presets: Readonly<Record<string, Readonly<Record<string, Preset>>>> = Object.fromEntries([
  ...Object.entries(languages).map(([task, shortest]) => [
    task,
    { practical: counting(countingStack, shortest) },
  ]),
  ...Object.entries(streams).map(([task, practical]) => [task, { practical }]),
  ...Object.entries(benchmarkTasks).map(([task, about]) => [
    task,
    {
      practical: benchmark(vectorStack, about),
      tape: benchmark(benchmarkModels['tape-rnn'], about),
      ...(task === 'solve-equation' && { curriculum: equations }),
    },
  ]),
]);
