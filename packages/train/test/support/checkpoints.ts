import type { Checkpoint, NamedElements } from '../../src/index.js';

const float32 = (shape: readonly number[], values: number[]) => ({
  shape,
  dtype: 'float32' as const,
  values: Float32Array.from(values),
});

const weights: NamedElements = {
  'controller/kernel': float32([2, 3], [0.1, -2, 3.5, 1e-30, -1e30, 0]),
  'controller/bias': float32([3], [1, 2, 3]),
  places: { shape: [2], dtype: 'int32', values: Int32Array.from([-5, 2 ** 31 - 1]) },
  open: { shape: [], dtype: 'bool', values: Uint8Array.from([1]) },
};

/** A checkpoint written down by hand: with a state of every kind, all types of elements, and a scalar. */
export const sampleCheckpoint: Checkpoint = {
  training: {
    step: 3,
    sequences: 48,
    seconds: 1.25,
    random: [1, -2, 2147483647, -2147483648],
    losses: [
      { loss: 0.5, bits: 7.25 },
      { loss: 0.1, bits: 6 },
    ],
    schedule: { decayFrom: 2 },
    curriculum: [null, { high: 4 }],
  },
  evaluations: { best: { step: 2, bits: 6.5 }, sinceBest: 1 },
  weights,
  slots: {
    'mean/controller/kernel': float32([2, 3], [1, 2, 3, 4, 5, 6]),
    beta1Power: float32([], [0.729]),
  },
};
