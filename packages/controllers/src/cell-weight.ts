import * as tf from '@tensorflow/tfjs';

/**
 * A variable of a cell in the form in which tfjs-layers lists, trains, saves and loads weights. It stands for the
 * variable itself and not for a copy, so that what `fit` changes is what the cell computes with.
 */
export class CellWeight extends tf.LayerVariable {
  constructor(variable: tf.Variable, name: string) {
    super(variable, variable.dtype, name, variable.trainable);
    const copy = this.val;
    Object.assign(this, { val: variable });
    copy.dispose();
  }
}
