/**
 * Cells inside tfjs-layers: `tf.layers.rnn({ cell: new LSTMRNNCell(options) })`, with `fit`, callbacks, `save` and
 * `load` as for its own layers.
 *
 * tfjs-layers keeps states as `[batch, size]`, starts them as zeros and takes the size of the first one for that of the
 * output. So the first state is the last output, which nothing reads, and every further one is a part of the cell's
 * state, flattened, as its difference from the initial state (which may be trained).
 */
import * as tf from '@tensorflow/tfjs';
import { CellWeight } from './cell-weight.js';
import type { Cell, State } from './cell.js';

/** A cell as a layer of tfjs-layers. */
export interface RNNCell extends tf.layers.RNNCell {
  readonly cell: Cell;
}

/** What tfjs-layers itself takes: `name`, `trainable` and so on. */
export type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** A class that is known to `tf.loadLayersModel` by its `className`. */
export interface RNNCellClass<Options> {
  readonly className: string;
  new (options: Options, layer?: LayerArgs): RNNCell;
}

/**
 * A `key: value` pair of a saved model is turned from camelCase to snake_case and back, values included, which changes
 * some of them; the value of a key called `name` is spared.
 */
interface SavedOptions {
  readonly options: { readonly name: string };
}

/**
 * Makes a class for `tf.layers.rnn({ cell: new Class(options) })` and registers it with `tf.serialization`.
 *
 * @param className `@scope/package/Class`: the registry is one for the whole process.
 * @param create builds the cell. Options are saved as JSON, so what is code must come from here and not from options.
 * @example
 * const MyRNNCell = rnnCell('my-package/MyRNNCell', (options: LSTMOptions) => lstm(options));
 */
export function rnnCell<Options extends object>(
  className: string,
  create: (options: Options) => Cell,
): RNNCellClass<Options> {
  class CellLayer extends tf.layers.RNNCell implements RNNCell {
    static readonly className = className;
    readonly cell: Cell;
    readonly stateSize: number[];
    private readonly options: Options;

    constructor(options: Options, layer: LayerArgs = {}) {
      super(layer);
      this.options = options;
      this.cell = create(options);
      const { outputSize, stateShapes } = this.cell;
      this.stateSize = [
        outputSize,
        ...Object.values(stateShapes).map((shape) => tf.util.sizeFromShape([...shape])),
      ];
    }

    static override fromConfig<T extends tf.serialization.Serializable>(
      cls: tf.serialization.SerializableConstructor<T>,
      config: tf.serialization.ConfigDict,
    ): T {
      const { options, name, trainable } = config as unknown as SavedOptions & LayerArgs;
      return new cls(JSON.parse(options.name), { name, trainable });
    }

    override getConfig(): tf.serialization.ConfigDict {
      return { ...super.getConfig(), options: { name: asJson(className, this.options) } };
    }

    override build(): void {
      const entries = Object.entries(this.cell.variables);
      const weights = entries.map(([name, variable]) => new CellWeight(variable, name));
      this.trainableWeights = weights.filter((weight) => weight.trainable);
      this.nonTrainableWeights = weights.filter((weight) => !weight.trainable);
      this.built = true;
    }

    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
      return tf.tidy(() => {
        const [input, , ...differences] = inputs as tf.Tensor2D[];
        const initial = this.cell.initialState(input.shape[0]);
        const { output, state } = this.cell.step(input, added(initial, differences));
        return [
          output,
          output,
          ...Object.keys(initial).map((name) => difference(state[name], initial[name])),
        ];
      });
    }
  }
  tf.serialization.registerClass(CellLayer);
  return CellLayer;
}

const added = (initial: State, differences: readonly tf.Tensor[]): State =>
  Object.fromEntries(
    Object.entries(initial).map(([name, start], index) => [
      name,
      tf.add(start, tf.reshape(differences[index], start.shape)),
    ]),
  );

const difference = (now: tf.Tensor, start: tf.Tensor): tf.Tensor =>
  tf.reshape(tf.sub(now, start), [start.shape[0], start.size / start.shape[0]]);

/** @throws TypeError if the options hold code. */
function asJson(className: string, options: object): string {
  return JSON.stringify(options, (key, value: unknown) => {
    if (typeof value !== 'function') return value;
    throw new TypeError(
      `options of ${className} hold the function '${key}', which cannot be saved; make a class of your own with ` +
        'rnnCell(className, create) and put the function into create',
    );
  });
}
