import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** 'copy-20261126-061903', in local time. */
function stamped(task: string, time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${task}-${day}-${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join('')}`;
}

/** A folder in `runs` that is not there yet, for a run that begins now. */
export function newRunFolder(task: string, time: Date): string {
  const folder = join('runs', stamped(task, time));
  let free = folder;
  for (let number = 2; existsSync(free); number++) free = `${folder}-${number}`;
  return free;
}
