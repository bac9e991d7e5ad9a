import { RandomStream } from '@loci/random';
import type { Batch, Task } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import type { Trainable } from '../../src/trainable.js';

const BITS = 3;

/** Each step's target is the step's own input, its bits in reverse order; the length is the number of steps. */
export const mirror: Task = {
  name: 'mirror',
  description: 'Give the bits of each step in reverse order.',
  source: 'tests of @loci/train',
  inputSize: BITS,
  outputSize: BITS,
  outputs: 'bits',
  train: { low: 1, high: 4 },
  test: [2, 6],
  lengths: { low: 1, high: 8 },
  sample(random, { batch, length }): Batch {
    const lengths = typeof length === 'number' ? Array.from({ length: batch }, () => length) : length;
    const time = Math.max(...lengths);
    const inputs = new Float32Array(time * batch * BITS);
    const targets = new Float32Array(time * batch * BITS);
    const mask = new Float32Array(time * batch);
    lengths.forEach((steps, sequence) => {
      for (let step = 0; step < steps; step++) {
        const place = step * batch + sequence;
        mask[place] = 1;
        for (let bit = 0; bit < BITS; bit++) {
          const value = random.integer(0, 1);
          inputs[place * BITS + bit] = value;
          targets[place * BITS + BITS - 1 - bit] = value;
        }
      }
    });
    const shape = [time, batch, BITS] as const;
    return {
      inputs: { values: inputs, shape },
      targets: { values: targets, shape },
      mask: { values: mask, shape: [time, batch] },
      lengths,
    };
  },
  metrics: [
    {
      name: 'wrong bits',
      unit: 'wrong bits a sequence',
      better: 'lower',
      measure: (predictions, { targets, mask, lengths }) => {
        const wrong = predictions.filter(
          (p, i) => mask.values[Math.floor(i / BITS)] === 1 && p >= 0.5 !== targets.values[i] >= 0.5,
        );
        return wrong.length / lengths.length;
      },
    },
  ],
  example: () => '101 -> 101',
};

const drawn = (random: RandomStream, shape: number[]) =>
  tf.tidy(() =>
    tf.variable(
      tf.tensor(
        Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal(0, 0.3)),
        shape,
      ),
    ),
  );

type Toy = Trainable & Required<Pick<Trainable, 'redraw'>> & { dispose(): void };

/** Takes over the variables of another model. */
const takeOver = (variables: Trainable['variables'], other: Toy) => {
  for (const [name, variable] of Object.entries(variables)) variable.assign(other.variables[name]);
  other.dispose();
};

/** logits = W x + b, for each step by itself. */
export function linearModel(task: Task, seed = 1): Toy {
  const random = RandomStream.fromSeed(seed);
  const kernel = drawn(random, [task.inputSize, task.outputSize]);
  const bias = drawn(random, [task.outputSize]);
  return {
    variables: { kernel, bias },
    forward(inputs) {
      const [time, batch, size] = inputs.shape;
      const logits = tf.add(tf.matMul(tf.reshape(inputs, [time * batch, size]), kernel as tf.Tensor2D), bias);
      return tf.reshape(logits, [time, batch, task.outputSize]);
    },
    redraw: (another) => takeOver({ kernel, bias }, linearModel(task, another)),
    dispose: () => tf.dispose([kernel, bias]),
  };
}

/** h <- tanh(U x + V h + c), logits = W h + b: a simple recurrent network (Elman 1990). */
export function recurrentModel(task: Task, seed = 1, units = 8): Toy {
  const random = RandomStream.fromSeed(seed);
  const variables = {
    recurrent: drawn(random, [task.inputSize + units, units]),
    offset: drawn(random, [units]),
    kernel: drawn(random, [units, task.outputSize]),
    bias: drawn(random, [task.outputSize]),
  };
  return {
    variables,
    noiseSize: units,
    forward(inputs, noise) {
      let hidden: tf.Tensor2D = tf.zeros([inputs.shape[1], units]);
      const disturbances = noise && tf.unstack(noise);
      const outputs = tf.unstack(inputs).map((input, step) => {
        const before = disturbances ? tf.add<tf.Tensor2D>(hidden, disturbances[step]) : hidden;
        const all = tf.concat([input as tf.Tensor2D, before], 1);
        hidden = tf.tanh(tf.add(tf.matMul(all, variables.recurrent as tf.Tensor2D), variables.offset));
        return tf.add(tf.matMul(hidden, variables.kernel as tf.Tensor2D), variables.bias);
      });
      return tf.stack(outputs) as tf.Tensor3D;
    },
    redraw: (another) => takeOver(variables, recurrentModel(task, another, units)),
    dispose: () => tf.dispose(Object.values(variables)),
  };
}
