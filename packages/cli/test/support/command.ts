/** The command in this process, its output caught: many calls in little time. */
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from '../../src/index.js';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function command(...args: readonly string[]): Promise<Outcome> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const caught = Promise.all([text(stdout), text(stderr)]);
  const code = await main(args, { stdout, stderr });
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
