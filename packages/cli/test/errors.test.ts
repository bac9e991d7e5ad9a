import { RunFileError } from '@loci/train';
import { CommanderError } from 'commander';
import { FailedError, failureOf, outcomeOf, UsageError } from '../src/errors.js';

test.each([
  ['what cannot be done as asked', new UsageError('no'), 2, 'no'],
  ['options out of range', new RangeError('batch must be >= 1, got 0'), 2, 'batch must be >= 1, got 0'],
  ['files of runs', new RunFileError('run.json', 'corrupt', 'is damaged'), 2, 'run.json: is damaged'],
  [
    'a command line',
    new CommanderError(1, 'x', "error: unknown option '--x'\n(Did you mean --y?)"),
    2,
    "unknown option '--x' (Did you mean --y?)",
  ],
  [
    'a run that failed',
    new FailedError('step 3: the loss is not finite'),
    1,
    'step 3: the loss is not finite',
  ],
  [
    'anything else',
    new TypeError('x is undefined'),
    1,
    'internal: x is undefined (--stack-trace shows where)',
  ],
  ['no error at all', 'nothing', 1, 'internal: nothing (--stack-trace shows where)'],
])('%s', (_, error, code, line) => expect(outcomeOf(error)).toEqual({ code, line }));

test('recursion without end is a fault of this program, not of what was asked for', () => {
  const forever = (): number => forever() + 1;
  let error: unknown;
  try {
    forever();
  } catch (caught) {
    error = caught;
  }
  expect(outcomeOf(error)).toMatchObject({ code: 1, line: expect.stringContaining('internal: ') });
});

test('sizes that do not fit into memory are said to be that', () => {
  let error: unknown;
  try {
    new Float32Array(2 ** 50);
  } catch (caught) {
    error = caught;
  }
  expect(outcomeOf(error)).toMatchObject({ code: 2, line: expect.stringContaining('not enough memory') });
});

test('what goes wrong after a run has begun is its failure, with what led to it', () => {
  const cause = new RunFileError('metrics.jsonl', 'unwritable', 'cannot be written: the disk is full');
  const failure = failureOf(cause);
  expect(outcomeOf(failure)).toEqual({ code: 1, line: 'metrics.jsonl: cannot be written: the disk is full' });
  expect(failure.cause).toBe(cause);
});
