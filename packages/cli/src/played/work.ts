import { count, duration } from '../output/format.js';
import type { WorkContext } from '../commands/sequence-work.js';
import { lastOf } from '../commands/work.js';
import type { Work } from '../commands/work.js';
import { trainedLevels } from './configuration.js';
import type { PlayedConfiguration } from './configuration.js';
import { createMachine } from './machine.js';
import { playedName } from './names.js';
import { drawEpisodes } from './pictures.js';
import { aboutPlayed } from './record.js';
import { levelTable } from './scores.js';
import { trainPlayed } from './train-played.js';

/** A machine on episodes. @throws RangeError for options of the machine out of range */
export function playedWork(
  configuration: PlayedConfiguration,
  { store, resume, engine, command }: WorkContext,
): Work {
  const { task, preset, seed, model, seeds, stop, evaluate } = configuration;
  const machine = createMachine(model, seeds, task);
  const about = aboutPlayed(configuration, engine, command);
  const trained = trainedLevels(configuration);
  return {
    title: `an RL-NTM on ${playedName(task)}`,
    ...{ task: playedName(task), preset, seed, parameters: machine.parameters, stop },
    evaluateEvery: evaluate?.every,
    remedy: 'a smaller --rate',
    events: (engine) => trainPlayed(configuration, machine, { store, resume, about, ...engine }),
    summary(metrics) {
      const progress = lastOf(metrics, 'episode-progress');
      const evaluation = lastOf(metrics, 'level-evaluation');
      const lines: string[] = [];
      if (progress) {
        const { step, episodes, seconds, level } = progress;
        lines.push(
          `Trained for ${count(step)} updates, ${count(episodes)} episodes, in ${duration(seconds)}; level ${count(level)} of ${count(trained.high)}.`,
          '',
        );
      }
      if (evaluation) lines.push(...levelTable(trained, evaluation.scores), '');
      return lines;
    },
    pictures: (folder, step) =>
      drawEpisodes(folder, {
        ...{ machine, task, seed: seeds.training },
        levels: [trained.high],
        subtitle: `${preset}, seed ${seed}, after ${count(step)} updates`,
      }),
    dispose: () => machine.dispose(),
  };
}
