/**
 * Lints made-up files, all in one process: reads `{ file, code }[]` as JSON from standard input, and prints the messages
 * of the linter for each. (jest cannot load eslint's configuration, which is a module.)
 */
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

const files = JSON.parse(await text(process.stdin));
const eslint = new ESLint();
const results = [];
for (const { file, code } of files) {
  const [{ messages }] = await eslint.lintText(code, { filePath: file });
  results.push(messages.map(({ message }) => message));
}
process.stdout.write(JSON.stringify(results));
