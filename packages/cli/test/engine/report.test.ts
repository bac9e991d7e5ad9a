import { unroll } from '@loci/controllers';
import { createModel } from '@loci/ntm';
import { copy } from '@loci/tasks';
import { evaluate, train } from '@loci/train';
import type { Compile, LengthScore, ProgressEvent, TrainSettings } from '@loci/train';
import * as tf from '@tensorflow/tfjs';

beforeAll(() => tf.setBackend('cpu'));

const eager: Compile = (fn) => fn;
const STEPS = 3;

interface Report {
  readonly progress: readonly ProgressEvent[];
  readonly scores: readonly LengthScore[];
}

/** Trains the paper's NTM on the paper's copy for some steps and scores it; the engine is the compiler unless given. */
async function report(lossScale: TrainSettings['lossScale'], compile?: Compile): Promise<Report> {
  const task = copy({ bits: 8 });
  const { inputSize, outputSize } = task;
  const cell = createModel(
    {
      model: 'ntm',
      places: 128,
      width: 20,
      controller: { kind: 'lstm', units: 100 },
      memory: { init: 'learned' },
      entropyPenalty: 0.05,
    },
    { inputSize, outputSize, seed: 1 },
  );
  const model = {
    variables: cell.variables,
    forward: (inputs: tf.Tensor3D) => unroll(cell, inputs).outputs,
  };
  const engine = compile ? { compile } : {};
  try {
    const progress: ProgressEvent[] = [];
    const settings = {
      seed: 5,
      batch: 2,
      lossScale,
      lengthPer: 'sequence',
      curriculum: { kind: 'uniform', low: 1, high: 20 },
      readEvery: 1,
      rate: 1e-3,
    } as const;
    for await (const event of train({ model, task, ...settings, stop: { steps: STEPS }, ...engine })) {
      if (event.type === 'progress') progress.push(event);
    }
    const scores = await evaluate({ model, task, lengths: [1, 7], sequences: 2, seed: 3, ...engine });
    return { progress, scores };
  } finally {
    cell.dispose();
  }
}

const expectClose = (actual: number, expected: number): void =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-4 * Math.abs(expected));

test.each(['sequence', 'prediction'] as const)(
  'what training at the size of the paper reports is what eager tfjs gives; loss scale: %s',
  async (lossScale) => {
    const compiled = await report(lossScale);
    const plain = await report(lossScale, eager);
    expect(compiled.progress).toHaveLength(STEPS);
    compiled.progress.forEach((event, i) => {
      const expected = plain.progress[i]!;
      expectClose(event.loss, expected.loss);
      expectClose(event.bits, expected.bits);
      expectClose(event.averageBits, expected.averageBits);
      // A sequence's loss in nats is its bits times ln 2, and an untrained model is as good as guessing bits.
      if (lossScale === 'sequence') expectClose(event.loss, event.bits * Math.LN2);
      expect(event.bits).toBeGreaterThan(4);
    });
    compiled.scores.forEach((score, i) => {
      expectClose(score.bits, plain.scores[i]!.bits);
      expect(score.accuracy).toBe(plain.scores[i]!.accuracy);
    });
  },
  600_000,
);
