import { command } from '../support/command.js';

test.each([
  ['--help'],
  ['train', '--help'],
  ['evaluate', '--help'],
  ['suite', '--help'],
  ['list', '--help'],
  ['babi', '--help'],
  ['ask', '--help'],
  ['doctor', '--help'],
])('%j %j shows the usage within 80 columns', async (...args) => {
  const { code, stdout, stderr } = await command(...args);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Usage: loci /);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('the version is told', async () => {
  expect(await command('--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
});

test('a command is needed; the help says which there are', async () => {
  const { code, stdout, stderr } = await command();
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^Usage: loci(.|\n)*train(.|\n)*evaluate(.|\n)*list(.|\n)*doctor/);
});

test('an unknown command is close to one', async () => {
  const { code, stderr } = await command('trian', 'copy');
  expect(code).toBe(2);
  expect(stderr).toBe("error: unknown command 'trian' (Did you mean train?)\n");
});
