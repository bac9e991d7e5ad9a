/** The command in this process, its output caught: many calls in little time. */
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from '../../src/index.js';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const command = (...args: readonly string[]): Promise<Outcome> => typed('', ...args);

/** The same with what is typed into it. */
export async function typed(input: string, ...args: readonly string[]): Promise<Outcome> {
  const stdin = Readable.from([input]);
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const caught = Promise.all([text(stdout), text(stderr)]);
  const code = await main(args, { stdin, stdout, stderr });
  stdout.end();
  stderr.end();
  const [out, err] = await caught;
  return { code, stdout: out, stderr: err };
}

/** The lines of `--json`, each an object. */
export const jsonLines = (stdout: string): readonly Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
