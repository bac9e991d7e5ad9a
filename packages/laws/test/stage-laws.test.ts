import { addressing, interpolate, type Stage } from '@loci/addressing';
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
  stageLaws,
  type StageLawOptions,
} from '../src/index.js';
import { law } from '../src/law.js';
import { broken, namesOfBroken } from './support/broken-laws.js';
import { faults, inRing, same } from './support/faults.js';
import { after, drawn, notDrawn, ring, sound } from './support/stages.js';

beforeAll(useTestBackend);

/** Fewer inputs than users draw are enough to find these faults. */
const RUNS = 40;

const eager: Compile = (fn) => fn;

const forScheme = ({ soft, ...options }: StageLawOptions): SchemeLawOptions => ({
  ...options,
  ...(soft && { soft: addressing(soft) }),
});

describe('what is sound breaks no law', () => {
  test.each<[string, Stage, StageLawOptions]>([
    ['content', sound, { symmetry: 'permutation' }],
    ['shift', ring(0), inRing],
    ['choice', drawn(tf.add, same, same), { symmetry: 'permutation', soft: notDrawn }],
    ['choice without entropy', drawn(), { symmetry: 'permutation', soft: notDrawn }],
    ['interpolation', interpolate(), { limits: [closedGate, openGate] }],
  ])('%s', (_name, stage, more) => {
    const options = { runs: RUNS, compile: eager, ...more };
    expect(namesOfBroken(stageLaws(stage, options))).toEqual([]);
    expect(namesOfBroken(schemeLaws(addressing(stage), forScheme(options)))).toEqual([]);
  });
});

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
