import type { TrainEvent } from './events.js';
import type { TrainOptions } from './options.js';

/** Trains a model on a task, told as a stream of events. */
export declare function train(options: TrainOptions): AsyncGenerator<TrainEvent, void, undefined>;
