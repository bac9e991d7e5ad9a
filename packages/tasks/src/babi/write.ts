import type { Fact, Question, Story } from './story.js';

/** Stories as the text of a file in the published format: what `parseBabi` reads. */
export const writeBabi = (stories: readonly Story[]): string =>
  stories.flatMap(({ lines }) => lines.map((line, index) => `${index + 1} ${written(line)}\n`)).join('');

const written = (line: Fact | Question): string =>
  line.kind === 'fact'
    ? line.text
    : [line.text, line.answer, line.supporting.map((index) => index + 1).join(' ')].join('\t');
