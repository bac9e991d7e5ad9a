/** Stages and schemes as subjects. A scheme is given what a stage is given, but for the weighting of a stage before. */
import type { AddressInput, Choice, Emission, Scheme, Stage, StageInput, WeightSum } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import type { Subject, Tensors } from '../subject/subject.js';
import {
  chancePort,
  emittedOf,
  emittedPorts,
  memoryPort,
  noisePorts,
  under,
  weightingPort,
  weightPorts,
} from './ports.js';

/**
 * Anything that makes a weighting. Its outputs are `weighting`, `logProbability` (0 where nothing is chosen) and `entropy`
 * (0 where it is not told).
 */
export interface Addresser extends Subject {
  emits(width: number): Emission;
  /** What the weightings that come in may sum to. */
  readonly incoming: WeightSum;
  /** What the weighting must sum to, by what came in. */
  sum(incoming: WeightSum): WeightSum;
}

const axes = ['batch', 'heads', 'places', 'width'] as const;

const outputs = () => ({ weighting: weightingPort, logProbability: chancePort, entropy: chancePort });

function outcome(result: tf.Tensor3D | Choice): Tensors {
  const choice = result instanceof tf.Tensor ? { weighting: result } : result;
  const nothing = tf.zeros(choice.weighting.shape.slice(0, 2));
  return { logProbability: nothing, entropy: nothing, ...choice };
}

/** What both kinds are given. */
const shared = ({ memory, previous, mask }: Tensors): Pick<StageInput, 'memory' | 'previous' | 'mask'> => ({
  memory: memory as tf.Tensor3D,
  previous: previous as tf.Tensor3D,
  ...(mask && { mask: mask as tf.Tensor2D }),
});

export function stageAddresser(stage: Stage): Addresser {
  const { name } = stage;
  return {
    name,
    axes,
    emits: (width) => stage.emits(width),
    incoming: 'at most one',
    sum: (incoming) => stage.sum ?? incoming,
    inputs: (sizes) => ({
      ...emittedPorts(stage.emits(sizes.width)),
      weighting: weightingPort,
      previous: weightingPort,
      memory: memoryPort,
      ...weightPorts('weights', stage.weights?.(sizes.width) ?? {}),
      ...noisePorts((places) => (stage.noise ? { [name]: stage.noise(places) } : {}), sizes),
    }),
    outputs,
    run: (tensors) =>
      outcome(
        stage.apply(emittedOf(tensors), {
          ...shared(tensors),
          weighting: tensors.weighting as tf.Tensor3D,
          ...(stage.noise && { noise: tensors[`noise.${name}`] as tf.Tensor3D }),
          ...(stage.weights && { weights: under('weights', tensors) }),
        }),
      ),
  };
}

export function schemeAddresser(scheme: Scheme): Addresser {
  const stages = scheme.stages.map(({ name }) => name);
  const perStage = (tensors: Tensors): NonNullable<AddressInput['weights']> =>
    Object.fromEntries(stages.map((stage) => [stage, under(`weights.${stage}`, tensors)]));
  return {
    name: stages.join(' > '),
    axes,
    emits: (width) => scheme.emits(width),
    // The previous weighting is one that the scheme made itself.
    incoming: scheme.sum,
    sum: () => scheme.sum,
    inputs: (sizes) => ({
      ...emittedPorts(scheme.emits(sizes.width)),
      previous: weightingPort,
      memory: memoryPort,
      ...Object.assign(
        {},
        ...Object.entries(scheme.weights(sizes.width)).map(([stage, specs]) =>
          weightPorts(`weights.${stage}`, specs),
        ),
      ),
      ...noisePorts((places) => scheme.noise(places), sizes),
    }),
    outputs,
    run: (tensors) =>
      outcome(
        scheme.choose({
          ...shared(tensors),
          emitted: emittedOf(tensors),
          noise: under<NonNullable<AddressInput['noise']>>('noise', tensors),
          weights: perStage(tensors),
        }),
      ),
  };
}
