import { PassThrough, Writable } from 'node:stream';
import { Console } from '../../src/output/console.js';

/** Takes nothing, and says why. */
const broken = (code: string) =>
  new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })),
  });

test('results go to standard output, notes to standard error', async () => {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const console = new Console(streams);
  console.print('a result');
  console.note('a note');
  console.printJson({ bits: NaN, step: 1 });
  await console.end();
  expect(String(streams.stdout.read())).toBe('a result\n{"bits":null,"step":1}\n');
  expect(String(streams.stderr.read())).toBe('a note\n');
});

test('a full disk is told at the end, once', async () => {
  const console = new Console({ stdout: broken('ENOSPC'), stderr: new PassThrough() });
  console.print('one');
  await new Promise(setImmediate);
  expect(console.broken.aborted).toBe(true);
  console.print('two');
  await expect(console.end()).rejects.toThrow('standard output cannot be written: the disk is full');
});

test('a reader that went away is no failure', async () => {
  const console = new Console({ stdout: broken('EPIPE'), stderr: broken('EPIPE') });
  console.print('one');
  console.note('two');
  await console.end();
  expect(console.broken.aborted).toBe(true);
});
