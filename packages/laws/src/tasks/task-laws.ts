import type { Task } from '@loci/tasks';
import type { Law } from '../law.js';
import type { LawOptions } from '../options.js';
import {
  batchesAreFinite,
  batchShapes,
  paddingIsZero,
  somethingCounts,
  targetsAreInRange,
} from './contents.js';
import { metricsFollowTheMask, targetsScoreBest } from './metrics.js';
import {
  lengthsAreWithinRange,
  sameSeedSameBatch,
  sequencesAreDrawnApart,
  wrongOptionsAreRefused,
} from './sampling.js';

/** The laws that a task must obey. */
export const taskLaws = (task: Task, options: LawOptions = {}): Law[] =>
  [
    sameSeedSameBatch,
    sequencesAreDrawnApart,
    batchShapes,
    batchesAreFinite,
    targetsAreInRange,
    somethingCounts,
    paddingIsZero,
    lengthsAreWithinRange,
    wrongOptionsAreRefused,
    metricsFollowTheMask,
    targetsScoreBest,
  ].map((law) => law(task, options));
