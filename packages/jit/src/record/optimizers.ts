import * as tf from '@tensorflow/tfjs';
import { HostReadError } from '../errors.js';
import type { DynamicSource } from './recorder.js';

/**
 * Optimizers carry JavaScript numbers. What tfjs's optimizers do with them:
 *
 * - learningRate enters as a constant `learningRate` or `-learningRate` (RMSProp, Adam, ...) or as a tensor of the
 *   optimizer (`c` of SGD and Momentum). Programs read it anew before each call, so schedules cost nothing.
 * - All other numbers (decay, beta1, epsilon, ...) are constants of a program; it is recorded again when one changes.
 */
type Fields = Record<string, unknown>;

/** Stands for the learning rate while recording, so that constants made from it are known by their value. */
const SENTINEL = 0.000_123_456_785_123;

export class OptimizerWatch implements DynamicSource {
  /** Optimizers that took a step while watching, in order. */
  readonly stepped = new Set<tf.Optimizer>();
  /** Optimizers whose learning rate went somewhere else than into a factor: it is a constant of the program. */
  readonly opaque = new Set<tf.Optimizer>();
  private pending: tf.Optimizer | undefined;

  constructor(
    private readonly known: ReadonlySet<tf.Optimizer>,
    private readonly constantRates: ReadonlySet<tf.Optimizer>,
  ) {}

  /** Runs `record` while looking at what optimizers do. */
  during<T>(record: () => T): T {
    const undo = [this.watchSteps(), ...[...this.known].map((optimizer) => this.watchRate(optimizer))];
    try {
      return record();
    } finally {
      this.settle();
      for (const restore of undo) restore();
    }
  }

  ofCaptured(tensor: tf.Tensor): (() => number) | undefined {
    if (tensor.size !== 1) return undefined;
    for (const optimizer of this.known) {
      const fields = optimizer as unknown as Fields;
      const name = Object.keys(fields).find((key) => fields[key] === tensor);
      if (name !== undefined) return () => (fields[name] as tf.Tensor).dataSync()[0]!;
    }
    return undefined;
  }

  ofWritten(value: number): (() => number) | undefined {
    const optimizer = this.pending;
    if (!optimizer || Math.fround(Math.abs(value)) !== Math.fround(SENTINEL)) return undefined;
    this.pending = undefined;
    const sign = Math.sign(value);
    return () => sign * rateOf(optimizer);
  }

  /** A rate that was read before and never became a constant went into something else. */
  private settle(): void {
    if (this.pending) this.opaque.add(this.pending);
    this.pending = undefined;
  }

  private watchRate(optimizer: tf.Optimizer): () => void {
    const descriptor = Object.getOwnPropertyDescriptor(optimizer, 'learningRate');
    if (typeof descriptor?.value !== 'number' || this.constantRates.has(optimizer)) return () => undefined;
    Object.defineProperty(optimizer, 'learningRate', {
      configurable: true,
      enumerable: true,
      get: () => {
        this.settle();
        this.pending = optimizer;
        return SENTINEL;
      },
    });
    return () => Object.defineProperty(optimizer, 'learningRate', descriptor);
  }

  /** Every tfjs optimizer counts its steps by one method; while recording it counts nothing. */
  private watchSteps(): () => void {
    const prototype = tf.Optimizer.prototype as unknown as object;
    const count = Object.getOwnPropertyDescriptor(prototype, 'incrementIterations')!;
    const iterations = Object.getOwnPropertyDescriptor(prototype, 'iterations')!;
    const { stepped } = this;
    Object.defineProperty(prototype, 'incrementIterations', {
      configurable: true,
      value(this: tf.Optimizer) {
        stepped.add(this);
      },
    });
    Object.defineProperty(prototype, 'iterations', {
      configurable: true,
      get() {
        throw new HostReadError(
          'the function reads optimizer.iterations, which would be a constant of the compiled program; ' +
            'read it outside and pass it as an argument',
        );
      },
    });
    return () => {
      Object.defineProperty(prototype, 'incrementIterations', count);
      Object.defineProperty(prototype, 'iterations', iterations);
    };
  }
}

function rateOf(optimizer: tf.Optimizer): number {
  return (optimizer as unknown as { learningRate: number }).learningRate;
}

/** The numbers and flags of an optimizer that are constants of a program. */
export function settingsOf(optimizer: tf.Optimizer, rateIsConstant: boolean): string {
  const fields = optimizer as unknown as Fields;
  return Object.keys(fields)
    .filter((name) => name !== 'iterations_' && (rateIsConstant || name !== 'learningRate'))
    .filter((name) => typeof fields[name] === 'number' || typeof fields[name] === 'boolean')
    .map((name) => `${name}=${String(fields[name])}`)
    .join(' ');
}

/** The variables that an optimizer keeps beside those it trains. After its `setWeights` they are others. */
export function slotsOf(optimizer: tf.Optimizer): tf.Variable[] {
  const isVariable = (value: unknown): value is tf.Variable => value instanceof tf.Variable;
  return Object.values(optimizer as unknown as Fields).flatMap((field): tf.Variable[] => {
    if (isVariable(field)) return [field];
    if (!Array.isArray(field)) return [];
    const slots = field as ({ readonly variable?: unknown } | null)[];
    return slots.map((slot) => slot?.variable).filter(isVariable);
  });
}

/** Counts a step that the compiled program took. */
export function countStep(optimizer: tf.Optimizer): void {
  (optimizer as unknown as { incrementIterations(): void }).incrementIterations();
}
