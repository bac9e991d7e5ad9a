import type { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import type { RecoveryEvent } from '../events.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Trainable } from '../trainable.js';
import { Judge } from './judge.js';
import type { RecoveryState } from './judge.js';
import type { RecoverySettings } from './options.js';

type Variables = Readonly<Record<string, tf.Variable>>;

/** A variable, and what it was when the run was best. */
interface Copy {
  readonly name: string;
  readonly variable: tf.Variable;
  readonly best: tf.Variable;
}

/** On the engine: nothing is read back. */
const assign = (to: tf.Variable, from: tf.Variable): void => tf.tidy(() => to.assign(tf.clone(from)));

/** Notices when a run goes wrong, and sets it right. */
export class Recovery {
  private readonly judge: Judge;
  /** Of all variables and of what the optimizer remembers; none if the run never goes back. */
  private readonly copies: readonly Copy[];

  constructor(
    private readonly settings: RecoverySettings & { readonly readEvery: number },
    private readonly model: Trainable,
    private readonly optimizer: Optimizer,
  ) {
    this.judge = new Judge(settings, settings.readEvery);
    this.copies = settings.takeBack
      ? [...copiesOf('best/weights', model.variables), ...copiesOf('best/slots', optimizer.variables)]
      : [];
  }

  /** What a checkpoint holds of the run when it was best, by name. */
  get variables(): Variables {
    return Object.fromEntries(this.copies.map(({ name, best }) => [name, best]));
  }

  /** Undefined if nothing is to be noticed. */
  get state(): RecoveryState | undefined {
    return this.settings.takeBack || this.settings.restart ? this.judge.state : undefined;
  }

  /** Goes on from what a checkpoint holds. */
  restore(state: RecoveryState | undefined): void {
    if (state) this.judge.state = state;
  }

  /** The steps before the present attempt. */
  get began(): number {
    return this.judge.state.began;
  }

  /** What the learning rate is multiplied by. */
  get slowdown(): number {
    return 0.5 ** this.judge.state.setbacks;
  }

  /** What a step gave. */
  add(bits: number, predictions: number): void {
    this.judge.add(bits, predictions);
  }

  /**
   * After a reading: goes back or begins anew if need be.
   *
   * @param random gives the seed of other initial weights.
   */
  observe(step: number, random: RandomStream): RecoveryEvent | undefined {
    const verdict = this.judge.judge(step);
    const { best, setbacks, restarts } = this.judge.state;
    switch (verdict) {
      case 'best':
        this.copies.forEach((copy) => assign(copy.best, copy.variable));
        return undefined;
      case 'back':
        this.copies.forEach((copy) => assign(copy.variable, copy.best));
        return { type: 'taken-back', step, to: best!.step, setbacks };
      case 'anew':
        this.model.redraw!(random.integer(0, 2 ** 32 - 1));
        this.optimizer.reset();
        return { type: 'restarted', step, restarts };
      default:
        return undefined;
    }
  }

  dispose(): void {
    tf.dispose(this.copies.map(({ best }) => best));
  }
}

const copiesOf = (group: string, variables: Variables): Copy[] =>
  Object.entries(variables).map(([name, variable]) => ({
    name: `${group}/${name}`,
    variable,
    best: tf.tidy(() => tf.variable(tf.clone(variable), false)),
  }));
