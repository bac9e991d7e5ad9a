import { z } from 'zod';
import { adadelta, adadeltaSchema } from './adadelta.js';
import type { AdadeltaOptions } from './adadelta.js';
import { adagrad, adagradSchema } from './adagrad.js';
import type { AdagradOptions } from './adagrad.js';
import { adam, adamSchema } from './adam.js';
import type { AdamOptions } from './adam.js';
import { adamax, adamaxSchema } from './adamax.js';
import type { AdamaxOptions } from './adamax.js';
import { momentum, momentumSchema } from './momentum.js';
import type { MomentumOptions } from './momentum.js';
import { rmsprop, rmspropSchema } from './rmsprop.js';
import type { RMSPropOptions } from './rmsprop.js';
import type { UpdateRule } from './rule.js';
import { sgd, sgdSchema } from './sgd.js';
import type { SGDOptions } from './sgd.js';
import { unknownMember } from '../suggest.js';

/** An optimizer by name, as data. */
export type OptimizerOptions =
  | SGDOptions
  | MomentumOptions
  | RMSPropOptions
  | AdamOptions
  | AdamaxOptions
  | AdagradOptions
  | AdadeltaOptions;

type OptionsOf<Name> = Extract<OptimizerOptions, { name: Name }>;

const rules: { readonly [Name in OptimizerOptions['name']]: (options: OptionsOf<Name>) => UpdateRule } = {
  sgd,
  momentum,
  rmsprop,
  adam,
  adamax,
  adagrad,
  adadelta,
};

/** The names that `optimizer.name` may have. */
export const optimizerNames = Object.keys(rules) as readonly OptimizerOptions['name'][];

export const optimizerSchema: z.ZodType<OptimizerOptions> = z.discriminatedUnion(
  'name',
  [sgdSchema, momentumSchema, rmspropSchema, adamSchema, adamaxSchema, adagradSchema, adadeltaSchema],
  { error: unknownMember('name', optimizerNames) },
);

/** The update rule that the options describe. */
export const updateRule = (options: OptimizerOptions): UpdateRule =>
  (rules[options.name] as (options: OptimizerOptions) => UpdateRule)(options);
