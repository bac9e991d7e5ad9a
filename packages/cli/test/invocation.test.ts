import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { commandLine } from '../src/invocation.js';

const { argv } = process;
const { npm_command: npmCommand } = process.env;

beforeEach(() => delete process.env.npm_command);
afterEach(() => {
  process.argv = argv;
  if (npmCommand === undefined) delete process.env.npm_command;
  else process.env.npm_command = npmCommand;
});

const calledAs = (script: string) => (process.argv = [process.execPath, script]);

test('an installed command is called by its name', () => {
  calledAs('/usr/local/bin/loci');
  expect(commandLine(['list', '--json'])).toBe('loci list --json');
});

test('a command that npm called is called through npm', () => {
  process.env.npm_command = 'exec';
  expect(commandLine(['list'])).toBe('npx loci list');
});

test('a script is called by its path', () => {
  calledAs(`${process.cwd()}/packages/cli/bin/loci.js`);
  expect(commandLine(['list'])).toBe('node packages/cli/bin/loci.js list');
});

test('a shell gives the arguments back as they were', async () => {
  calledAs('/usr/bin/loci');
  const text = fc.string({ minLength: 1 }).filter((argument) => !argument.includes('\0'));
  await fc.assert(
    fc.asyncProperty(fc.array(text), async (args) => {
      const line = commandLine(args).replace(/^loci/, `printf '%s\\0' loci`);
      const { stdout } = await promisify(execFile)('sh', ['-c', line]);
      expect(stdout.split('\0').slice(0, -1)).toEqual(['loci', ...args]);
    }),
    { numRuns: 30 },
  );
});
