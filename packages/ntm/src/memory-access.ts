/**
 * The heads and the memory of a Neural Turing Machine (Graves et al. 2014, arXiv 1410.5401, section 3), without the
 * controller. In one step all heads are addressed at once on the memory as it was, the write heads make the new memory
 * (equations 3 and 4), and the read heads read the new memory (equation 2).
 */
import {
  addressing,
  checkInteger,
  checkNotNegative,
  checkOneOf,
  content,
  emissionSize,
  eraseAdd,
  initialWeighting,
  interpolate,
  interpolatingWrite,
  penalizeEntropy,
  read,
  sharpen,
  shift,
  splitEmissions,
  tape,
} from '@loci/addressing';
import type {
  EmissionGroup,
  InitialState,
  Scheme,
  Tape,
  Weights,
  WeightSpecs,
  WriteRule,
} from '@loci/addressing';
import { prefixed, within } from '@loci/controllers';
import * as tf from '@tensorflow/tfjs';
import { headBiases } from './head-biases.js';
import type { HeadBiases } from './head-biases.js';
import type { MemoryOptions } from './options.js';

/** What the heads keep from step to step. */
export interface MemoryState {
  /** `[batch, places, width]` */
  readonly memory: tf.Tensor3D;
  /** `[batch, heads, places]`, the read heads first */
  readonly weighting: tf.Tensor3D;
}

export interface MemoryStep extends MemoryState {
  /** What was read, `[batch, readHeads, width]`. */
  readonly reads: tf.Tensor3D;
  /** The weightings of the read heads, `[batch, readHeads, places]`. */
  readonly reading: tf.Tensor3D;
  /** The weightings of the write heads, `[batch, writeHeads, places]`. */
  readonly writing: tf.Tensor3D;
}

const writeRules = { 'erase-add': eraseAdd, interpolating: interpolatingWrite };

/** @throws RangeError for options out of range. */
export class MemoryAccess {
  readonly places: number;
  readonly width: number;
  readonly readHeads: number;
  readonly writeHeads: number;
  /** The trained tensors: `memory`, `weighting/...` and `addressing/<stage>/...`, as far as there are any. */
  readonly weights: WeightSpecs;
  /** How many numbers the controller must emit in a step. */
  readonly emissionSize: number;
  private readonly scheme: Scheme;
  private readonly schemeWeights: Readonly<Record<string, WeightSpecs>>;
  private readonly writeRule: WriteRule;
  private readonly tape: Tape;
  private readonly start: InitialState;
  private readonly entropyPenalty: number;
  /** The addressing of all heads, the read heads first; then what is written. */
  private readonly emissions: readonly EmissionGroup[];

  constructor(options: MemoryOptions) {
    const { places = 128, width = 20, readHeads = 1, writeHeads = 1, memory = {} } = options;
    checkInteger('readHeads', readHeads, 1);
    checkInteger('writeHeads', writeHeads, 1);
    const heads = readHeads + writeHeads;
    this.places = places;
    this.width = width;
    this.readHeads = readHeads;
    this.writeHeads = writeHeads;
    this.tape = tape({ places, width, ...memory });
    this.scheme = schemeOf(options, places);
    this.schemeWeights = this.scheme.weights(width);
    this.writeRule = writeRuleOf(options);
    this.entropyPenalty = options.entropyPenalty ?? 0;
    checkNotNegative('entropyPenalty', this.entropyPenalty);
    this.start = initialWeighting({ ...options.initialWeighting, heads, places });
    this.emissions = [
      { heads, emission: this.scheme.emits(width) },
      { heads: writeHeads, emission: this.writeRule.emits(width) },
    ];
    this.emissionSize = emissionSize(this.emissions);
    const ofStages = Object.entries(this.schemeWeights).map(([stage, specs]) =>
      prefixed(`addressing/${stage}`, specs),
    );
    this.weights = Object.assign(
      {},
      this.tape.weights,
      prefixed('weighting', this.start.weights),
      ...ofStages,
    );
  }

  /** What the biases of the emissions start with, `emissionSize` numbers. */
  emissionBiases(biases: HeadBiases): Float32Array {
    return headBiases(this.emissions, biases);
  }

  initialState(batch: number, weights: Weights): MemoryState {
    return {
      memory: this.tape.initial(batch, weights),
      weighting: this.start.initial(batch, within('weighting', weights)),
    };
  }

  /** @param emitted `[batch, emissionSize]` */
  step(
    emitted: tf.Tensor2D,
    { memory: before, weighting: previous }: MemoryState,
    weights: Weights,
  ): MemoryStep {
    const [forAddressing, forWriting] = splitEmissions(emitted, this.emissions);
    const addressed = this.scheme.address({
      emitted: forAddressing,
      memory: before,
      previous,
      weights: Object.fromEntries(
        Object.keys(this.schemeWeights).map((stage) => [stage, within(`addressing/${stage}`, weights)]),
      ),
    });
    const weighting = penalizeEntropy(addressed, this.entropyPenalty);
    const [reading, writing] = tf.split<tf.Tensor3D>(weighting, [this.readHeads, this.writeHeads], 1);
    const memory = this.writeRule.apply(forWriting, { weighting: writing, memory: before });
    return { memory, weighting, reads: read(reading, memory), reading, writing };
  }
}

function schemeOf(options: MemoryOptions, places: number): Scheme {
  const { addressing: given, shiftRange: range = 1, cosineEpsilon: epsilon = 0.1 } = options;
  // The paper's section 3.3.
  if (!given) return addressing(content({ epsilon }), interpolate(), shift({ range }), sharpen());
  for (const name of ['shiftRange', 'cosineEpsilon'] as const) {
    if (options[name] !== undefined) {
      throw new RangeError(
        `${name} (${options[name]}) belongs to the default addressing; give one of the two`,
      );
    }
  }
  const [chance] = Object.keys(given.noise(places));
  if (chance !== undefined) {
    throw new RangeError(`addressing must be soft, but its stage '${chance}' draws random numbers`);
  }
  return given;
}

function writeRuleOf({ writeRule = 'erase-add' }: MemoryOptions): WriteRule {
  if (typeof writeRule !== 'string') return writeRule;
  checkOneOf('writeRule', writeRule, Object.keys(writeRules) as (keyof typeof writeRules)[]);
  return writeRules[writeRule]();
}
