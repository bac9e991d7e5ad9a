import { closingLine, countsOf } from '../jest.mjs';

const report = {
  numPassedTests: 8,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 0,
  numTodoTests: 0,
};

test('the closing line is plain, and tells of skipped tests only if there are any', () => {
  expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  expect(closingLine({ passed: 3, failed: 2, skipped: 1 })).toBe('3 passed, 2 failed, 1 skipped');
});

test('tests are counted as jest reports them', () => {
  expect(countsOf(report, true)).toEqual({ passed: 8, failed: 0, skipped: 0 });
  const mixed = { ...report, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1 };
  expect(countsOf(mixed, false)).toEqual({ passed: 8, failed: 2, skipped: 4 });
});

test('a file that cannot be loaded is a failure, and so is a jest that fails for a reason of its own', () => {
  expect(countsOf({ ...report, numRuntimeErrorTestSuites: 1 }, false).failed).toBe(1);
  expect(countsOf(report, false).failed).toBe(1);
});
