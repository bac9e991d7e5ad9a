/** Settings that belong together, by task, each with its source. */

import { benchmark, benchmarkModels, benchmarkTasks } from './benchmark.js';
import { brackets } from './brackets.js';
import { counting, languages } from './counting.js';
import { equations } from './equations.js';
import type { Preset } from './preset.js';
import { streams } from './streams.js';

/** By task, the presets by name. */
export const presets: Readonly<Record<string, Readonly<Record<string, Preset>>>> = Object.fromEntries([
  ...(Object.keys(languages) as (keyof typeof languages)[]).map((task) => [
    task,
    { practical: counting('stack-rnn', task)[0] },
  ]),
  ...Object.entries(streams).map(([task, practical]) => [task, { practical }]),
  ...Object.entries(benchmarkTasks).map(([task, about]) => [
    task,
    {
      practical: benchmark(benchmarkModels['stack-rnn'], about),
      tape: benchmark(benchmarkModels['tape-rnn'], about),
      ...('brackets' in about && {
        brackets: brackets('stack-rnn', about.shortest),
        'brackets-tape': brackets('tape-rnn', about.shortest),
      }),
      ...(task === 'solve-equation' && { curriculum: equations }),
    },
  ]),
]);
