/**
 * Tasks that are played have names of their own on the command line, as some are called like tasks of sequences: copy of
 * vectors is `copy`, copy from tape to tape `rl-copy`.
 */
import { createEpisodeTask, episodeTasks } from '@loci/tasks';
import type { EpisodeTask } from '@loci/tasks';

const PREFIX = 'rl-';

export const playedName = ({ name }: Pick<EpisodeTask, 'name'>): string => `${PREFIX}${name}`;

export const playedNames: readonly string[] = Object.keys(episodeTasks).map((name) => playedName({ name }));

/** @throws RangeError if there is no such task. */
export const playedTask = (name: string): EpisodeTask => createEpisodeTask(name.slice(PREFIX.length));
