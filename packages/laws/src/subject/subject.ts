/**
 * What stages, schemes, write rules and reading have in common: each is a pure function of named tensors whose axes
 * have a meaning. Laws that need no more than that are written once, for all of them.
 */
import type { NoiseSpec } from '@loci/addressing';
import type * as tf from '@tensorflow/tfjs';

/** The axes that tensors have in common. */
export type Axis = 'batch' | 'heads' | 'places' | 'width' | 'time';

export type Sizes = Readonly<Record<Axis, number>>;

/** A tensor that goes in or comes out. */
export interface Port {
  /** Each axis by its meaning; a number for one that has a size and no meaning. */
  readonly axes: readonly (Axis | number)[];
  /** How it is drawn; noise is not differentiated. */
  readonly holds: 'numbers' | 'weighting' | NoiseSpec['distribution'];
}

export type Ports = Readonly<Record<string, Port>>;
export type Tensors = Readonly<Record<string, tf.Tensor>>;

export interface Subject {
  readonly name: string;
  /** Those whose sizes are drawn. */
  readonly axes: readonly Axis[];
  /** What it computes with beside its inputs; trained as well. */
  readonly variables?: Readonly<Record<string, tf.Variable>>;
  inputs(sizes: Sizes): Ports;
  outputs(sizes: Sizes): Ports;
  run(inputs: Tensors): Tensors;
}

export const shapeOf = ({ axes }: Port, sizes: Sizes): number[] =>
  axes.map((axis) => (typeof axis === 'number' ? axis : sizes[axis]));

export const isNoise = ({ holds }: Port): boolean => holds !== 'numbers' && holds !== 'weighting';
