import fc from 'fast-check';
import { UsageError } from '../src/errors.js';
import { knownName } from '../src/suggest.js';

const names = ['copy', 'reverse', 'associative-recall'] as const;

test('a known name is taken', () => expect(knownName('task', 'reverse', names)).toBe('reverse'));

test.each([
  ['cpoy', 'copy'],
  ['COPY', 'copy'],
  ['asociative_recall', 'associative-recall'],
])('%s is close to %s', (given, meant) => {
  const message = `unknown task '${given}', did you mean '${meant}'? Known are 'copy', 'reverse', 'associative-recall'`;
  expect(() => knownName('task', given, names)).toThrow(new UsageError(message));
});

test('what is close to nothing gets no suggestion, but all names', () => {
  const message = "unknown task 'translate'. Known are 'copy', 'reverse', 'associative-recall'";
  expect(() => knownName('task', 'translate', names)).toThrow(new UsageError(message));
});

test('names that all objects have are unknown like any other', () => {
  fc.assert(
    fc.property(fc.constantFrom('constructor', '__proto__', 'toString', ''), (given) => {
      expect(() => knownName('task', given, names)).toThrow(UsageError);
    }),
  );
});
