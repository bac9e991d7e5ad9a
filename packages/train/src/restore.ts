import * as tf from '@tensorflow/tfjs';
import type { Checkpoint, Elements, NamedElements } from './checkpoint/checkpoint.js';
import { RunFileError } from './errors.js';
import type { Trainable } from './trainable.js';

type Variables = Readonly<Record<string, tf.Variable>>;

const form = ({ dtype, shape }: Pick<Elements, 'dtype' | 'shape'> | tf.Tensor) =>
  `${dtype} [${shape.join(', ')}]`;

/** The elements of variables, read to the host. */
async function readVariables(variables: Variables): Promise<NamedElements> {
  const entries = Object.entries(variables).map(async ([name, variable]) => {
    const { shape, dtype } = variable;
    return [name, { shape, dtype, values: await variable.data() } as Elements] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Gives variables the elements stored under their names. Nothing is changed unless all of them fit.
 *
 * @param where what names the store in an error.
 * @throws RunFileError if a variable is missing, superfluous, or of another shape.
 */
function assignVariables(variables: Variables, stored: NamedElements, where: string): void {
  const misfit = (what: string) => new RunFileError(where, 'mismatch', what);
  for (const [name, variable] of Object.entries(variables)) {
    if (!Object.hasOwn(stored, name)) throw misfit(`has no tensor '${name}', which the model needs`);
    if (form(stored[name]) !== form(variable)) {
      throw misfit(`holds '${name}' as ${form(stored[name])}, the model has ${form(variable)}`);
    }
  }
  const superfluous = Object.keys(stored).find((name) => !Object.hasOwn(variables, name));
  if (superfluous !== undefined) throw misfit(`holds a tensor '${superfluous}', which the model has not`);
  tf.tidy(() => {
    for (const [name, variable] of Object.entries(variables)) {
      const { values, shape, dtype } = stored[name];
      variable.assign(tf.tensor(values, [...shape], dtype));
    }
  });
}

/** What is trained in a run, and what its optimizer remembers. */
interface RunVariables {
  readonly weights: Variables;
  readonly slots: Variables;
}

export async function readRun({
  weights,
  slots,
}: RunVariables): Promise<Pick<Checkpoint, keyof RunVariables>> {
  const [trained, remembered] = await Promise.all([readVariables(weights), readVariables(slots)]);
  return { weights: trained, slots: remembered };
}

/** Gives them back what was stored, as `assignVariables` does. */
export function assignRun(
  { weights, slots }: RunVariables,
  stored: Pick<Checkpoint, keyof RunVariables>,
  where: string,
): void {
  assignVariables(slots, stored.slots, where);
  assignVariables(weights, stored.weights, where);
}

/**
 * Gives a model the weights of a checkpoint.
 *
 * @param where what names the checkpoint in an error, such as `store.where(step)`.
 * @throws RunFileError if they do not fit; the model is as before then.
 */
export function restoreWeights(
  model: Pick<Trainable, 'variables'>,
  checkpoint: Checkpoint,
  where = 'the checkpoint',
): void {
  assignVariables(model.variables, checkpoint.weights, where);
}
