import { addressing, detached, interpolate, type Stage } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import {
  checkLaws,
  closedGate,
  type Compile,
  LawBroken,
  openGate,
  schemeLaws,
  type SchemeLawOptions,
  shiftedBy,
  stageLaws,
  type StageLawOptions,
} from '../src/index.js';
import { law } from '../src/law.js';
import { broken, namesOfBroken } from './support/broken-laws.js';
import {
  after,
  before,
  byHand,
  drawn,
  fromLogits,
  notDrawn,
  piledUp,
  ring,
  sound,
  turned,
  withGradient,
} from './support/stages.js';

beforeAll(useTestBackend);

/** Fewer inputs than users draw are enough to find these faults. */
const RUNS = 40;

const eager: Compile = (fn) => fn;

const inRing = { symmetry: 'rotation', masks: false, limits: shiftedBy(1, 'circular') } as const;

const forScheme = ({ soft, ...options }: StageLawOptions): SchemeLawOptions => ({
  ...options,
  ...(soft && { soft: addressing(soft) }),
});

describe('what is sound breaks no law', () => {
  test.each<[string, Stage, StageLawOptions]>([
    ['content', sound, { symmetry: 'permutation' }],
    ['shift', ring(0), inRing],
    ['choice', drawn(), { symmetry: 'permutation', soft: notDrawn }],
    ['interpolation', interpolate(), { limits: [closedGate, openGate] }],
  ])('%s', (_name, stage, more) => {
    const options = { runs: RUNS, compile: eager, ...more };
    expect(namesOfBroken(stageLaws(stage, options))).toEqual([]);
    expect(namesOfBroken(schemeLaws(addressing(stage), forScheme(options)))).toEqual([]);
  });
});

interface Fault {
  readonly fault: string;
  readonly stage: Stage;
  readonly breaks: readonly string[];
  readonly options?: StageLawOptions;
}

const dot = ({ key }: Record<string, tf.Tensor3D>, memory: tf.Tensor3D): tf.Tensor3D =>
  tf.matMul(key, memory, false, true);

const emitting = (emits: Stage['emits']): Stage =>
  fromLogits((emitted, { memory }) => dot(emitted, memory), { emits });

const meanOver = (tensor: tf.Tensor, axis: number): tf.Tensor => tf.mean(tensor, axis, true);

/** 0, 1, 2, ... along the places. */
const numbered = ({ shape }: tf.Tensor3D): tf.Tensor => tf.range(0, shape[2]);

/** An engine whose program has the first numbers in it. */
const bakesIn: Compile = (fn) => {
  let result: ReturnType<typeof fn> | undefined;
  return (...args) => (result ??= fn(...args));
};

let calls = 0;

const faults: readonly Fault[] = [
  {
    fault: 'names that depend on the width',
    stage: emitting((width) => (width > 20 ? { wide: width } : { key: width })),
    breaks: ['emits the same names at every width'],
  },
  {
    fault: 'half a value emitted',
    stage: emitting((width) => ({ key: width > 20 ? width / 2 : width })),
    breaks: ['emits the same names at every width'],
  },
  {
    fault: 'weights that are not normalised',
    stage: after((weights) => tf.mul(weights, 0.9)),
    breaks: ['weights are at least 0 and sum to one'],
  },
  {
    fault: 'weights that lose a little',
    stage: after((weights) => tf.mul(weights, 0.9999)),
    breaks: ['weights are at least 0 and sum to one'],
  },
  {
    fault: 'weights below 0',
    stage: after((weights) => {
      const largest = detached(weights, (its) => tf.cast(tf.equal(its, tf.max(its, -1, true)), 'float32'));
      return tf.sub(tf.mul(largest, 2), weights);
    }),
    breaks: ['weights are at least 0 and sum to one'],
  },
  {
    fault: 'no weight left at extremes',
    stage: byHand((logits) => tf.exp(tf.clipByValue(logits, -100, 20)), 1e-8),
    breaks: ['weights are at least 0 and sum to one'],
  },
  {
    fault: 'a softmax that overflows',
    stage: byHand(tf.exp, 0),
    breaks: ['results are finite for every finite input'],
  },
  {
    fault: 'a norm without a floor',
    stage: fromLogits((emitted, { memory }) => {
      const norms = tf.expandDims(tf.norm(memory, 2, 2), 1);
      return tf.div(dot(emitted, memory), tf.add(norms, 1e-3));
    }),
    breaks: ['gradients are finite for every finite input'],
  },
  {
    fault: 'a gradient twice as large',
    stage: before((logits) => withGradient(logits, (dy) => tf.mul(dy, 2))),
    breaks: ['gradients match finite differences'],
  },
  {
    fault: 'a gradient 2 % too large',
    stage: before((logits) => withGradient(logits, (dy) => tf.mul(dy, 1.02))),
    breaks: ['gradients match finite differences'],
  },
  {
    fault: 'a gradient that is cut off',
    stage: before((logits) => detached(logits, (its) => its.clone())),
    breaks: ['gradients match finite differences'],
  },
  {
    fault: 'a leak across the batch',
    stage: before((logits) => tf.sub(logits, tf.mul(meanOver(logits, 0), numbered(logits)))),
    breaks: ['batch rows are independent'],
  },
  {
    fault: 'a small leak across the batch',
    stage: before((logits) => tf.add(logits, tf.mul(1e-3, meanOver(logits, 0)))),
    breaks: ['batch rows are independent'],
  },
  {
    fault: 'a leak across the heads',
    stage: before((logits) => tf.add(logits, meanOver(logits, 1))),
    breaks: ['heads are independent'],
  },
  {
    fault: 'places that are not alike',
    stage: before((logits) => tf.add(logits, tf.mul(0.1, numbered(logits)))),
    options: { symmetry: 'permutation' },
    breaks: ['permuting the places permutes the result'],
  },
  {
    fault: 'a mask where none is promised',
    stage: sound,
    options: { masks: false },
    breaks: ['a mask is refused'],
  },
  {
    fault: 'a shift that is off by one',
    stage: ring(1),
    options: inRing,
    breaks: [-1, 0, 1].map((offset) => `a shift by ${offset} moves all weights by ${offset}`),
  },
  {
    fault: 'a shift the wrong way round',
    stage: ring(0, (weights, by) => turned(weights, -by)),
    options: inRing,
    breaks: [-1, 1].map((offset) => `a shift by ${offset} moves all weights by ${offset}`),
  },
  {
    fault: 'a ring that is not closed',
    stage: ring(0, piledUp),
    options: { symmetry: 'rotation', masks: false },
    breaks: ['rotating the places rotates the result'],
  },
  {
    fault: 'a gate the wrong way round',
    stage: {
      ...interpolate(),
      apply: ({ gate }, input) => interpolate().apply({ gate: tf.neg(gate) }, input),
    },
    options: { limits: [closedGate, openGate] },
    breaks: [closedGate.name, openGate.name],
  },
  {
    fault: 'randomness without a seed',
    stage: before((logits) => tf.add(logits, tf.randomNormal(logits.shape))),
    breaks: ['the same inputs and noise give the same result'],
  },
  {
    fault: 'state between calls',
    stage: before((logits) => tf.mul(logits, 1 + (calls++ % 7))),
    breaks: ['the same inputs and noise give the same result'],
  },
  {
    fault: 'tensors that are kept',
    stage: after((weights) => {
      tf.keep(tf.zeros([1]));
      return weights;
    }),
    breaks: ['no tensor is left behind and no argument touched'],
  },
  {
    fault: 'a variable made at each call',
    stage: after((weights) => tf.add(weights, tf.variable(tf.zeros([1])))),
    breaks: ['no tensor is left behind and no argument touched'],
  },
  {
    fault: 'odds that are not those of the weights',
    stage: drawn((logits, noise) => tf.add(logits, tf.mul(noise, 3))),
    options: { soft: notDrawn },
    breaks: ['soft reading is the expectation of hard reading'],
  },
  {
    fault: 'a log-probability that is not that of the choice',
    stage: drawn(tf.add, (its) => tf.mul(its, 2)),
    options: { soft: notDrawn },
    breaks: ['the log-probability gives the gradient of the expectation'],
  },
  {
    fault: 'a log-probability above 0',
    stage: drawn(tf.add, (its) => tf.add(its, 0.5)),
    options: { soft: notDrawn },
    breaks: ['log-probabilities are at most 0'],
  },
  {
    fault: 'an engine that bakes numbers in',
    stage: sound,
    options: { compile: bakesIn },
    breaks: ['the compiled form equals the eager form'],
  },
];

describe('each fault is caught by the law that names it and by no other', () => {
  test.each(faults)('$fault', ({ stage, options, breaks }) => {
    expect(namesOfBroken(stageLaws(stage, { runs: RUNS, ...options }))).toEqual(breaks);
  });

  test.each(faults.filter(({ options }) => !options))('in a scheme: $fault', ({ stage, breaks }) => {
    expect(namesOfBroken(schemeLaws(addressing(stage), { runs: RUNS }))).toEqual(breaks);
  });

  it('a mask that is ignored', () => {
    // A stage alone: a scheme takes the previous weighting off padding itself.
    const deaf: Stage = {
      ...sound,
      apply: (emitted, { weighting, previous, memory }) =>
        sound.apply(emitted, { weighting, previous, memory }),
    };
    expect(namesOfBroken(stageLaws(deaf, { runs: RUNS }))).toEqual(['padding gets no weight']);
  });
});

describe('a fault so coarse that hardly anything else can be judged is among those caught', () => {
  test.each<[fault: string, law: string, stage: Stage]>([
    [
      'a dimension that is lost',
      'shapes are as declared',
      after((weights) => (weights.shape[1] === 1 ? tf.squeeze<tf.Tensor3D>(weights, [1]) : weights)),
    ],
    ['a type that is no float', 'shapes are as declared', after((weights) => tf.cast(weights, 'int32'))],
    [
      'an argument that is disposed',
      'no tensor is left behind and no argument touched',
      after((weights, { memory }) => {
        memory.dispose();
        return weights;
      }),
    ],
    [
      'an error at one place',
      'shapes are as declared',
      after((weights) => {
        if (weights.shape[2] < 2) throw new Error('depth must be >= 2');
        return weights;
      }),
    ],
  ])('%s', (_fault, law, stage) => {
    expect(namesOfBroken(stageLaws(stage, { runs: RUNS }))).toContain(law);
  });
});

describe('what a broken law says', () => {
  const [report] = [
    () =>
      broken(
        stageLaws(
          after((weights) => tf.mul(weights, 0.9)),
          { seed: 5 },
        ),
      )[0],
  ];

  it('has the subject, the law, what is wrong, the smallest input, and how to have it again', () => {
    const { message, subject, law, counterexample } = report();
    expect(message).toMatch(/^'custom' breaks the law 'weights are at least 0 and sum to one'\n/);
    expect(message).toMatch(
      /\n {2}weighting\[0, 0\] sums to 0\.[89]\d+\n {2}counterexample: \{.*\}\n {2}again: \{ seed: 5 \}$/,
    );
    expect([subject, law]).toEqual(['custom', 'weights are at least 0 and sum to one']);
    expect(counterexample).toMatchObject({ batch: 1, heads: 1, places: 1, width: 1, seed: 0 });
  });

  it('is the same again from the same seed', () => {
    expect(report().message).toBe(report().message);
  });

  it('tells what was thrown', () => {
    const careless = after(() => {
      throw new Error('no such tensor');
    });
    const [first] = broken(stageLaws(careless).slice(1, 2));
    expect(first.message).toMatch(/\n {2}it threw: no such tensor\n/);
    expect(first.cause).toEqual(new Error('no such tensor'));
  });

  it('tells that nothing could be judged', () => {
    const { check } = law('custom', 'it is smooth', {}, fc.nat(), () => fc.pre(false));
    expect(check).toThrow(
      /^'custom' breaks the law 'it is smooth'\n {2}it could not be judged: nothing that was drawn could be measured\n/,
    );
  });
});

describe('checkLaws', () => {
  const laws = stageLaws(
    after((weights) => tf.mul(weights, 0.9)),
    { runs: RUNS },
  );

  it('is content with sound laws', () => {
    checkLaws(laws.slice(-2));
    checkLaws([]);
  });

  it('throws the broken law, or all of them in one error', () => {
    const brokenLaw = laws.find(({ name }) => name.startsWith('weights are'))!;
    expect(() => checkLaws(laws)).toThrow(LawBroken);
    expect(() => checkLaws([...laws, brokenLaw])).toThrow(AggregateError);
    expect(() => checkLaws([...laws, brokenLaw])).toThrow(/sum to one'\n[^]*sum to one'\n/);
  });
});
