/** A small folder of stories in bAbI's format. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const people = ['Mary', 'John'];
const places = ['hall', 'garden', 'office'];

/** Two moves, then a question, of story after story; all different. */
const moves = (stories: number, shift: number): string =>
  Array.from({ length: stories }, (_, story) => {
    const at = (k: number) => places[(story + shift + k) % places.length];
    const [one, other] = story % 2 === 0 ? people : [...people].reverse();
    return `1 ${one} went to the ${at(0)}.\n2 ${other} went to the ${at(1)}.\n3 Where is ${one}?\t${at(0)}\t1\n`;
  }).join('');

export const files = (): Record<string, string> => ({
  'qa1_single-supporting-fact_train.txt': moves(40, 0),
  'qa1_single-supporting-fact_test.txt': moves(6, 1),
  'qa4_two-arg-relations_train.txt': moves(40, 1),
  'qa4_two-arg-relations_test.txt': moves(6, 0),
});

/** Writes the files into a new folder inside the one given. @returns its path */
export function writeStories(folder: string, contents: Readonly<Record<string, string>> = files()): string {
  const path = join(folder, 'stories');
  mkdirSync(path);
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(path, name), text);
  return path;
}
