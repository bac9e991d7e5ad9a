import { train } from '@loci/train';
import type { RunStore } from '@loci/train';
import type { EngineName } from '../engines/table.js';
import { count, duration } from '../output/format.js';
import { recoveriesText } from '../output/recovery.js';
import { scoresTable } from '../output/scores.js';
import { drawPictures } from '../pictures.js';
import { aboutOf } from '../run/about.js';
import { trainedLengths } from '../run/configuration.js';
import type { Configuration } from '../run/configuration.js';
import { modelFor } from '../run/model.js';
import { modelTitles } from '../run/models.js';
import { lastOf } from './work.js';
import type { Work } from './work.js';

/** Where a run is kept, and how it came about. */
export interface WorkContext {
  readonly store: RunStore;
  /** Whether the store holds the run already. */
  readonly resume: boolean;
  readonly engine: EngineName;
  /** The call of the command. */
  readonly command: string;
}

/** A model on sequences. @throws RangeError for options of the model out of range */
export function sequenceWork(
  configuration: Configuration,
  { store, resume, engine, command }: WorkContext,
): Work {
  const { task, preset, settings, stop, evaluate, checkpoint } = configuration;
  const { cell, trainable, parameters } = modelFor(configuration.model, task, settings.seed);
  const about = aboutOf(configuration, engine, command);
  return {
    title: `${modelTitles[configuration.model.model]} on ${task.name}`,
    ...{ task: task.name, preset, seed: settings.seed, parameters, stop },
    evaluateEvery: evaluate.every,
    remedy: 'a smaller --rate or --clip-norm',
    events: (engine) =>
      train({
        ...settings,
        model: trainable,
        task,
        stop,
        evaluate,
        checkpoint,
        store,
        resume,
        about,
        ...engine,
      }),
    summary(metrics) {
      const progress = lastOf(metrics, 'progress');
      const evaluation = lastOf(metrics, 'evaluation');
      const lines: string[] = [];
      if (progress) {
        const { step, sequences, seconds } = progress;
        const recoveries = recoveriesText(metrics);
        lines.push(
          `Trained for ${count(step)} steps, ${count(sequences)} sequences, in ${duration(seconds)}.`,
          ...(recoveries === undefined ? [] : [recoveries]),
          '',
        );
      }
      if (evaluation) lines.push(...scoresTable(task, trainedLengths(configuration), evaluation.scores), '');
      return lines;
    },
    pictures(folder, step) {
      const longest = Math.max(...(evaluate.lengths ?? task.test));
      return drawPictures(folder, {
        cell,
        task,
        lengths: [...new Set([trainedLengths(configuration).high, longest])],
        seed: settings.seed,
        subtitle: `${preset}, seed ${settings.seed}, after ${count(step)} steps`,
      });
    },
    dispose: () => cell.dispose(),
  };
}
