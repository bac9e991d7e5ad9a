import { basename, relative } from 'node:path';
import process from 'node:process';

/** How this command can be called again from where it was called: 'loci', 'npx loci', 'node packages/cli/bin/loci.js'. */
function self(): string {
  if (process.env.npm_command !== undefined) return 'npx loci';
  const script = process.argv[1] ?? 'loci';
  return basename(script) === 'loci' ? 'loci' : `node ${quoted(relative(process.cwd(), script))}`;
}

/** An argument as a shell takes it. */
const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** A call of this command, to be typed into a shell. */
export const commandLine = (args: readonly string[]): string => [self(), ...args.map(quoted)].join(' ');
