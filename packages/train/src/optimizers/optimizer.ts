import * as tf from '@tensorflow/tfjs';
import type { Tensors, UpdateRule } from './rule.js';

/** A variable's name, its shape, and the value of all its elements at first. */
type Entry = readonly [name: string, shape: number[], value: number];

const variablesOf = (entries: readonly Entry[]): Record<string, tf.Variable> =>
  tf.tidy(() =>
    Object.fromEntries(
      entries.map(([name, shape, value]) => [name, tf.variable(tf.fill(shape, value), false)]),
    ),
  );

/** An update rule with what it remembers of some variables. */
export class Optimizer {
  /** `slot/variable` for each slot of each variable. */
  private readonly slots: Readonly<Record<string, tf.Variable>>;
  private readonly scalars: Readonly<Record<string, tf.Variable>>;
  /** What each of them starts with, by name. */
  private readonly initial: Readonly<Record<string, number>>;

  constructor(
    private readonly rule: UpdateRule,
    /** The variables to train, by name. */
    private readonly trained: Readonly<Record<string, tf.Variable>>,
  ) {
    const slots = Object.entries(rule.slots).flatMap(([slot, value]) =>
      Object.entries(trained).map(([name, { shape }]): Entry => [`${slot}/${name}`, shape, value]),
    );
    const scalars = Object.entries(rule.scalars).map(([name, value]): Entry => [name, [], value]);
    this.slots = variablesOf(slots);
    this.scalars = variablesOf(scalars);
    this.initial = Object.fromEntries([...slots, ...scalars].map(([name, , value]) => [name, value]));
  }

  /** All that is remembered, by name. */
  get variables(): Readonly<Record<string, tf.Variable>> {
    return { ...this.slots, ...this.scalars };
  }

  /**
   * One step, inside a tidy. A variable without a gradient stays as it is, as in tfjs.
   *
   * @param keep gives what a variable becomes: the new value, or the old one.
   */
  step(
    gradients: Tensors,
    rate: tf.Scalar,
    keep: (next: tf.Tensor, variable: tf.Variable) => tf.Tensor = (next) => next,
  ): void {
    const assign = (variable: tf.Variable, next: tf.Tensor) => variable.assign(keep(next, variable));
    for (const [name, gradient] of Object.entries(gradients)) {
      const variable = this.trained[name];
      const slotNames = Object.keys(this.rule.slots);
      const slots = Object.fromEntries(slotNames.map((slot) => [slot, this.slots[`${slot}/${name}`]]));
      const update = this.rule.update({ gradient, slots, scalars: this.scalars, rate });
      for (const slot of slotNames) assign(slots[slot], update.slots[slot]);
      assign(variable, tf.sub(variable, update.decrease));
    }
    for (const [name, next] of Object.entries(this.rule.advance(this.scalars)))
      assign(this.scalars[name], next);
  }

  /** Forgets all that it remembers. */
  reset(): void {
    tf.tidy(() => {
      for (const [name, variable] of Object.entries(this.variables)) {
        variable.assign(tf.fill(variable.shape, this.initial[name]));
      }
    });
  }

  dispose(): void {
    tf.dispose(Object.values(this.variables));
  }
}
