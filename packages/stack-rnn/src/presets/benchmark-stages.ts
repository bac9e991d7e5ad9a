import { benchmark, benchmarkModels } from './benchmark.js';
import type { BenchmarkTask } from './benchmark.js';
import { brackets } from './brackets.js';
import { deciding } from './deciding.js';
import type { Preset } from './preset.js';
import { rounding } from './rounding.js';
import { steadying } from './steadying.js';

const DECIDING_STEPS = 1500;
const ROUNDING_STEPS = 16_000;
const EXACT_STEPS = 40_000;
const STEADYING_STEPS = 24_000;

/**
 * How a network of the benchmark is trained on a task: each stage goes on with the weights of the one before. Networks are the
 * paper's, but for memories on tasks with brackets: there those are learned that the brackets push and pop.
 */
export function benchmarkStages(
  name: keyof typeof benchmarkModels,
  task: BenchmarkTask,
): readonly [Preset, ...Preset[]] {
  const hasMemory = name === 'stack-rnn' || name === 'tape-rnn';
  if (hasMemory && task.answer === 'symbol' && task.brackets) {
    const first = brackets(name, task.shortest);
    if (task.brackets === 'products') {
      // Products modulo five are far from learned when it is known what to push and pop; at a high rate they stay so.
      const exact = rounding(first, EXACT_STEPS, 7e-4);
      const steady = steadying(exact, STEADYING_STEPS);
      return [first, rounding(first, ROUNDING_STEPS), exact, exact, steady, steady];
    }
    // At the rate of other networks it unlearns more than it decides.
    const decided = deciding(first, DECIDING_STEPS, 1e-3);
    return [first, decided, steadying(decided, STEADYING_STEPS)];
  }
  const first = benchmark(benchmarkModels[name], task);
  return name === 'tape-rnn' && task.tape?.decides ? [first, deciding(first, DECIDING_STEPS)] : [first];
}

/** How often a network that has not learned the lengths it was trained on is begun anew at most. */
export const benchmarkRestarts = (name: keyof typeof benchmarkModels, task: BenchmarkTask): number =>
  name === 'tape-rnn' ? (task.tape?.restarts ?? 0) : 0;
