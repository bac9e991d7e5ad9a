export type { Batch, Metric, SampleOptions, Sequences, Task } from './task.js';
