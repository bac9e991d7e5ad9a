/**
 * The Neural Turing Machine: A. Graves, G. Wayne, I. Danihelka (2014), arXiv 1410.5401.
 *
 * In step t the controller sees the input and what was read in step t - 1. From what it emits every head is addressed
 * on M(t-1); the write heads make M(t) of it, the read heads read M(t), and the output is an affine map of the
 * controller's output and what was read just now.
 *
 * The paper leaves open how things start. Here the memory starts at 1e-6 and all heads at place 0 (a memory of equal
 * places is symmetric; only the weighting can break that), heads start by walking ahead and an LSTM by forgetting, which
 * makes nearly all seeds learn. The cosine is smoothed and emissions are clipped, against gradients that blow up.
 */
import { checkInteger, checkOneOf, checkPositive, constant, createVariables } from '@loci/addressing';
import { disposeVariables, linear, linearWeights, prefixed, within } from '@loci/controllers';
import type { Cell, State, Step, Variables } from '@loci/controllers';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { createController } from './controller.js';
import { walkingAhead } from './head-biases.js';
import { MemoryAccess } from './memory-access.js';
import type { MemoryState } from './memory-access.js';
import type { NTMOptions } from './options.js';

/** @throws RangeError that names the option, the value given and the valid range. */
export class NTM implements Cell {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly stateShapes: Cell['stateShapes'];
  readonly variables: Variables;
  private readonly controller: Cell;
  private readonly access: MemoryAccess;
  /** The part of the controller's state that drives the heads; undefined for its output. */
  private readonly headSource: string | undefined;
  private readonly clip: number;
  private readonly outputClip: number | undefined;

  constructor(options: NTMOptions) {
    const {
      inputSize,
      outputSize,
      controller = { kind: 'lstm', units: 100 },
      initialRead = 'zero',
      headSource = 'hidden',
      headBiases,
      clip = 20,
      outputClip,
      seed,
    } = options;
    checkInteger('inputSize', inputSize, 1);
    checkInteger('outputSize', outputSize, 1);
    checkOneOf('initialRead', initialRead, ['zero', 'learned']);
    checkOneOf('headSource', headSource, ['hidden', 'cell']);
    checkPositive('clip', clip);
    if (outputClip !== undefined) checkPositive('outputClip', outputClip);
    if (headSource === 'cell' && controller.kind !== 'lstm') {
      throw new RangeError(`headSource 'cell' needs the controller 'lstm', got '${controller.kind}'`);
    }
    this.inputSize = inputSize;
    this.outputSize = outputSize;
    this.clip = clip;
    this.outputClip = outputClip;
    this.headSource = headSource === 'cell' ? `layer${(controller.layers ?? 1) - 1}/cell` : undefined;
    this.access = new MemoryAccess(options);
    const { readHeads, width, places, writeHeads } = this.access;
    const start = options.addressing ? {} : walkingAhead(options.shiftRange ?? 1);
    const biases = this.access.emissionBiases({ ...start, ...headBiases });
    const random = RandomStream.fromSeed(seed);
    const reads = readHeads * width;
    this.controller = createController(controller, inputSize + reads, random.integer(0, 2 ** 31));
    const sourceSize = headSource === 'cell' ? controller.units : this.controller.outputSize;
    const own = createVariables(
      {
        ...prefixed('heads', linearWeights(sourceSize, this.access.emissionSize, { bias: () => biases })),
        ...prefixed('output', linearWeights(this.controller.outputSize + reads, outputSize)),
        ...this.access.weights,
        ...(initialRead === 'learned' && { read: { shape: [readHeads, width], initializer: constant(0) } }),
      },
      random,
    );
    this.variables = { ...prefixed('controller', this.controller.variables), ...own };
    this.stateShapes = {
      memory: [places, width],
      weighting: [readHeads + writeHeads, places],
      read: [readHeads, width],
      ...prefixed('controller', this.controller.stateShapes),
    };
  }

  initialState(batch: number): State {
    const { read } = this.variables;
    const nothing = tf.zeros([batch, ...this.stateShapes.read]);
    return {
      ...this.access.initialState(batch, this.variables),
      read: read ? tf.add(nothing, read) : nothing,
      ...prefixed('controller', this.controller.initialState(batch)),
    };
  }

  /** The output is logits. The trace holds the weightings of the `read` and `write` heads and the `memory`. */
  step(input: tf.Tensor2D, state: State): Step {
    const seen = tf.concat([input, sideBySide(state.read)], 1);
    const controlled = this.controller.step(seen, within('controller', state));
    const source = this.headSource ? controlled.state[this.headSource] : controlled.output;
    const emitted = linear(source as tf.Tensor2D, within('heads', this.variables));
    const { memory, weighting, reads, reading, writing } = this.access.step(
      tf.clipByValue(emitted, -this.clip, this.clip),
      state as State & MemoryState,
      this.variables,
    );
    const known = tf.concat([controlled.output, sideBySide(reads)], 1);
    const logits = linear(known, within('output', this.variables));
    return {
      output: this.outputClip ? tf.clipByValue(logits, -this.outputClip, this.outputClip) : logits,
      state: { memory, weighting, read: reads, ...prefixed('controller', controlled.state) },
      trace: { read: reading, write: writing, memory },
    };
  }

  dispose(): void {
    disposeVariables(this.variables);
  }
}

/** `[batch, heads, width]` as `[batch, heads * width]` */
const sideBySide = (reads: tf.Tensor): tf.Tensor2D =>
  tf.reshape(reads, [reads.shape[0], reads.shape[1]! * reads.shape[2]!]);
