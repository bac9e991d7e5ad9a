import { decodeText } from './decode.js';
import { BabiFileError } from './file-error.js';
import type { Fact, Question, Story } from './story.js';

/** How a line looks, for errors. */
const FORM = "'ID sentence.' or 'ID question?<TAB>answer<TAB>IDs of supporting lines'";

/** What is wrong with a line, before file and number are put in front. */
class Malformed extends Error {}

const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);

/**
 * Reads stories in the published format of bAbI:
 *
 *     1 Mary moved to the bathroom.
 *     2 Where is Mary?<TAB>bathroom<TAB>1
 *
 * IDs count the lines of a story, questions too, and start at 1 with each story. Line ends of any system, blank lines, a
 * byte order mark and spaces around the parts of a line mean nothing. Works in browsers too; the files themselves are read
 * by `@loci/tasks/node`.
 *
 * @param source the text of a file, or its bytes, which must be UTF-8.
 * @param file what errors call it.
 * @throws BabiFileError, a single line with file and line number, for bytes that are not UTF-8, for the first line that does
 * not have the form above, and for a file without a question.
 */
export function parseBabi(source: string | Uint8Array, file = 'bAbI stories'): Story[] {
  const text = typeof source === 'string' ? source.replace(/^\uFEFF/, '') : decodeText(source, file);
  const stories: (Fact | Question)[][] = [];
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    if (line.trim() === '') return;
    try {
      const [, id, rest] = /^\s*(\d+)\s+(\S.*)$/.exec(line) ?? [];
      if (id === undefined) throw new Malformed(`expected ${FORM}, got ${shown(line)}`);
      if (Number(id) === 1) stories.push([]);
      const story = stories.at(-1);
      const expected = (story?.length ?? 0) + 1;
      if (!story || Number(id) !== expected) {
        const wanted = story ? `${expected}, or 1 for a new story` : '1';
        throw new Malformed(`the ID must be ${wanted}, got ${id}`);
      }
      story.push(rest.includes('\t') ? question(rest, story) : fact(rest));
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      throw new BabiFileError(file, index + 1, error.message);
    }
  });
  if (stories.length === 0) throw new BabiFileError(file, undefined, 'there is no story in it');
  if (!stories.flat().some(({ kind }) => kind === 'question')) {
    throw new BabiFileError(file, undefined, 'there is no question in it');
  }
  return stories.map((lines) => ({ lines }));
}

function fact(rest: string): Fact {
  const text = rest.trim();
  if (text.includes('?')) throw new Malformed(`a question needs <TAB>answer<TAB>IDs, got ${shown(text)}`);
  if (!text.endsWith('.')) throw new Malformed(`a sentence ends with '.', got ${shown(text)}`);
  return { kind: 'fact', text };
}

function question(rest: string, before: readonly (Fact | Question)[]): Question {
  const fields = rest.split('\t').map((field) => field.trim());
  if (fields.length !== 3) {
    throw new Malformed(
      `a question has 3 fields between tabs (question, answer, IDs), got ${fields.length}: ${shown(rest)}`,
    );
  }
  const [text, answer, supporting] = fields;
  if (!text.endsWith('?')) throw new Malformed(`a question ends with '?', got ${shown(text)}`);
  if (answer === '') throw new Malformed(`the question has no answer: ${shown(text)}`);
  const ids = supporting === '' ? [] : supporting.split(/\s+/);
  return { kind: 'question', text, answer, supporting: ids.map((id) => supportingIndex(id, before)) };
}

function supportingIndex(id: string, before: readonly (Fact | Question)[]): number {
  const index = /^\d+$/.test(id) ? Number(id) - 1 : -1;
  if (before[index]?.kind !== 'fact') {
    throw new Malformed(
      `a supporting ID must be that of a sentence before it in the story, got ${shown(id)}`,
    );
  }
  return index;
}
