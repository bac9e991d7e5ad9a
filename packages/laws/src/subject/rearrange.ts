import * as tf from '@tensorflow/tfjs';
import type { Axis, Ports, Tensors } from './subject.js';

/** The tensors with the given indices along one axis, in that order; those that do not have the axis stay. */
export function rearranged(tensors: Tensors, ports: Ports, axis: Axis, indices: readonly number[]): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => {
      const dimension = ports[name].axes.indexOf(axis);
      if (dimension < 0) return [name, tensor];
      return [name, tf.gather(tensor, tf.tensor1d([...indices], 'int32'), dimension)];
    }),
  );
}
