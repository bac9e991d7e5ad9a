import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { bitsPerNat, crossEntropy, lossWeight } from '../src/losses.js';
import type { LossScale } from '../src/losses.js';

beforeAll(useTestBackend);

type Outputs = 'bits' | 'class';

interface Example {
  readonly time: number;
  readonly batch: number;
  readonly size: number;
  readonly logits: number[];
  readonly targets: number[];
  readonly mask: number[];
}

/** Logits, targets that fit the outputs (bits, or one class), and a mask. */
const example = (outputs: Outputs): fc.Arbitrary<Example> =>
  fc
    .record({
      time: fc.integer({ min: 1, max: 4 }),
      batch: fc.integer({ min: 1, max: 3 }),
      size: fc.integer({ min: 1, max: 4 }),
    })
    .chain(({ time, batch, size }) => {
      const steps = time * batch;
      const targets =
        outputs === 'bits'
          ? fc.array(fc.constantFrom(0, 1), { minLength: steps * size, maxLength: steps * size })
          : fc
              .array(fc.integer({ min: 0, max: size - 1 }), { minLength: steps, maxLength: steps })
              .map((classes) =>
                classes.flatMap((chosen) => Array.from({ length: size }, (_, i) => +(i === chosen))),
              );
      return fc.record({
        time: fc.constant(time),
        batch: fc.constant(batch),
        size: fc.constant(size),
        logits: fc.array(fc.float({ min: -30, max: 30, noNaN: true }), {
          minLength: steps * size,
          maxLength: steps * size,
        }),
        targets,
        mask: fc.array(fc.constantFrom(0, 1), { minLength: steps, maxLength: steps }),
      });
    });

/** Textbook cross-entropy in double precision. */
function naive(outputs: Outputs, { time, batch, size, logits, targets, mask }: Example): number {
  let nats = 0;
  for (let step = 0; step < time * batch; step++) {
    if (mask[step] === 0) continue;
    const x = logits.slice(step * size, (step + 1) * size);
    const y = targets.slice(step * size, (step + 1) * size);
    if (outputs === 'bits') {
      x.forEach((logit, i) => (nats += Math.log1p(Math.exp(y[i] === 1 ? -logit : logit))));
    } else {
      const total = x.reduce((sum, logit) => sum + Math.exp(logit - Math.max(...x)), 0);
      nats -= x[y.indexOf(1)] - Math.max(...x) - Math.log(total);
    }
  }
  return nats;
}

const tensors = ({ time, batch, size, logits, targets, mask }: Example) => ({
  logits: tf.tensor3d(logits, [time, batch, size]),
  targets: tf.tensor3d(targets, [time, batch, size]),
  mask: tf.tensor2d(mask, [time, batch]),
});

describe.each<Outputs>(['bits', 'class'])('cross-entropy of %s', (outputs) => {
  test('equals the textbook sum over what counts', () => {
    fc.assert(
      fc.property(example(outputs), (drawn) => {
        tf.tidy(() => {
          const { logits, ...batch } = tensors(drawn);
          const expected = naive(outputs, drawn);
          const [actual] = crossEntropy(outputs, logits, batch).dataSync();
          expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-5 * (1 + expected));
        });
      }),
    );
  });

  test('what the mask hides has no gradient, and the rest the right one', () => {
    fc.assert(
      fc.property(example(outputs), (drawn) => {
        tf.tidy(() => {
          const { logits, ...batch } = tensors(drawn);
          const gradient = tf
            .grad((x) => crossEntropy(outputs, x as tf.Tensor3D, batch))(logits)
            .dataSync();
          const predicted = (outputs === 'bits' ? tf.sigmoid(logits) : tf.softmax(logits)).dataSync();
          gradient.forEach((value, i) => {
            const expected = drawn.mask[Math.floor(i / drawn.size)] * (predicted[i] - drawn.targets[i]);
            expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-5);
          });
        });
      }),
    );
  });

  test('stays exact where probabilities round to 0 and 1', () => {
    tf.tidy(() => {
      const targets = tf.tensor3d([1, 0], [1, 1, 2]);
      const mask = tf.ones<tf.Rank.R2>([1, 1]);
      const wrong = crossEntropy(outputs, tf.tensor3d([-200, 200], [1, 1, 2]), {
        targets,
        mask,
      }).dataSync()[0];
      const right = crossEntropy(outputs, tf.tensor3d([200, -200], [1, 1, 2]), {
        targets,
        mask,
      }).dataSync()[0];
      // Two bits wrong by 200 nats each; the class by the difference of its logits.
      expect(wrong).toBe(400);
      expect(Math.abs(right)).toBe(0); // some backends say -0
    });
  });
});

test('a coin costs one bit a prediction: by hand', () => {
  tf.tidy(() => {
    const batch = {
      targets: tf.tensor3d([1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0], [2, 2, 3]),
      mask: tf.tensor2d([1, 1, 1, 0], [2, 2]),
    };
    const nats = crossEntropy('bits', tf.zeros([2, 2, 3]), batch);
    // 3 steps of 3 bits in 2 sequences.
    expect(nats.dataSync()[0] * bitsPerNat(2)).toBeCloseTo(4.5, 6);
    const weighted = (scale: LossScale) => tf.mul(nats, lossWeight(scale, 'bits', batch)).dataSync()[0];
    expect(weighted('sequence')).toBeCloseTo((9 * Math.LN2) / 2, 6);
    expect(weighted('prediction')).toBeCloseTo(Math.LN2, 6);
    const four = crossEntropy('class', tf.zeros([2, 2, 3]), {
      ...batch,
      targets: tf.oneHot(
        tf.tensor2d(
          [
            [0, 1],
            [2, 0],
          ],
          [2, 2],
          'int32',
        ),
        3,
      ) as tf.Tensor3D,
    });
    expect(tf.mul(four, lossWeight('prediction', 'class', batch)).dataSync()[0]).toBeCloseTo(Math.log(3), 6);
  });
});

test('a batch in which nothing counts has loss 0', () => {
  tf.tidy(() => {
    const batch = { targets: tf.ones<tf.Rank.R3>([2, 1, 2]), mask: tf.zeros<tf.Rank.R2>([2, 1]) };
    for (const scale of ['sequence', 'prediction'] as const) {
      const loss = tf.mul(crossEntropy('bits', tf.ones([2, 1, 2]), batch), lossWeight(scale, 'bits', batch));
      expect(loss.dataSync()[0]).toBe(0);
    }
  });
});
