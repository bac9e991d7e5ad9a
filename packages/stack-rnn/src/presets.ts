/** Settings that belong together, by task, each with its source. */
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

/** A model and its training, with where the values come from. */
export interface Preset {
  readonly source: string;
  readonly model: ModelOptions;
  readonly training: TrainingPreset;
  /** Steps until the training is done. */
  readonly steps: number;
}

const falling = (rate: number, steps: number): TrainingPreset['rate'] => ({
  rate,
  decay: { shape: 'linear', begin: { step: steps / 2 }, steps: steps / 2 },
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

/**
 * A recurrent network with ten stacks, as Joulin and Mikolov 2015 (arXiv 1503.01007, section 5.2) give it to memorisation and
 * binary addition. Here Adam learns what gradient descent does not in this many steps.
 */
const sequences: Preset = {
  source: 'network of arXiv 1503.01007, section 5.2; trained by Adam',
  model: { model: 'stack-rnn', controller: { kind: 'rnn', units: 100 } },
  training: {
    batch: 16,
    optimizer: { name: 'adam' },
    rate: falling(0.01, 4000),
    clip: { norm: 1 },
    lossScale: 'prediction',
    lengthPer: 'sequence',
    curriculum: { kind: 'growing', low: 1, from: 3, to: 12, steps: 2400 },
  },
  steps: 4000,
};

/**
 * The networks of Deletang et al. 2022 (arXiv 2207.02098, appendix B) with their batches and clipping. One learning rate
 * that falls takes the place of three that stay, and a tenth of the steps that of a million.
 */
export const benchmark = (model: ModelOptions): Preset => ({
  source:
    'networks, batches and clipping of arXiv 2207.02098, appendix B; a falling rate, a tenth of the steps',
  model,
  training: {
    batch: 128,
    optimizer: { name: 'adam' },
    rate: falling(1e-3, 100_000),
    clip: { norm: 1 },
    lossScale: 'prediction',
    lengthPer: 'batch',
  },
  steps: 100_000,
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

const plain = (kind: 'rnn' | 'lstm', units: number): ModelOptions => ({
  model: 'recurrent',
  controller: { kind, units, ...(kind === 'rnn' && { activation: 'relu' }) },
});

/** The models of table 2 of Joulin and Mikolov, by the names of the suite. */
export const countingModels = {
  rnn: { model: 'recurrent', controller: { kind: 'rnn', units: 40 } },
  lstm: plain('lstm', 40),
  'list-rnn': { model: 'list-rnn' },
  'stack-rnn': countingStack,
} as const satisfies Record<string, ModelOptions>;

/** The models of the benchmark, by the names of the suite. */
export const benchmarkModels = {
  rnn: plain('rnn', 256),
  lstm: plain('lstm', 256),
  'stack-rnn': vectorStack,
  'tape-rnn': { model: 'tape-rnn', places: 1024 },
} as const satisfies Record<string, ModelOptions>;

/** The shortest word of each language. */
const languages = { anbn: 1, anbncn: 1, anbncndn: 1, anb2n: 1, anbmcnm: 2, anbkcnk: 1, anbmcndm: 2 };

/**
 * An answer of one symbol after a long expression is hard to learn from long expressions. Here they grow once the
 * shorter ones are understood, as Zaremba and Sutskever 2014 (arXiv 1410.4615) do with programs.
 */
const equations: Preset = {
  source:
    'a smaller network than that of arXiv 2207.02098, four stacks, and expressions that grow by success',
  model: {
    ...vectorStack,
    controller: { kind: 'rnn', units: 128, activation: 'relu' },
    memories: 4,
    put: 'tanh',
  },
  training: {
    batch: 64,
    optimizer: { name: 'adam' },
    rate: falling(2e-3, 20_000),
    clip: { norm: 1 },
    lossScale: 'prediction',
    lengthPer: 'batch',
    curriculum: { kind: 'gated', low: 3, from: 9, to: 40, bits: 0.5 },
  },
  steps: 20_000,
};

const benchmarkTasks = [
  ...['even-pairs', 'modular-arithmetic', 'parity-check', 'cycle-navigation'],
  ...['stack-manipulation', 'reverse-string', 'modular-arithmetic-brackets', 'solve-equation'],
  ...['duplicate-string', 'missing-duplicate', 'odds-first', 'binary-addition'],
  ...['binary-multiplication', 'compute-sqrt', 'bucket-sort'],
];

/** By task, the presets by name. */
export const presets: Readonly<Record<string, Readonly<Record<string, Preset>>>> = Object.fromEntries([
  ...Object.entries(languages).map(([task, shortest]) => [
    task,
    { practical: counting(countingStack, shortest) },
  ]),
  ...['memorisation', 'addition', 'dyck'].map((task) => [task, { practical: sequences }]),
  ...benchmarkTasks.map((task) => [
    task,
    {
      practical: benchmark(vectorStack),
      tape: benchmark(benchmarkModels['tape-rnn']),
      ...(task === 'solve-equation' && { curriculum: equations }),
    },
  ]),
]);
