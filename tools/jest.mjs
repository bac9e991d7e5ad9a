import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * Runs tests with jest and counts them.
 *
 * @param {readonly string[]} parameters
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<Counts>}
 */
export async function jest(parameters, environment) {
  const folder = mkdtempSync(join(tmpdir(), 'loci-jest-'));
  try {
    const report = join(folder, 'report.json');
    const succeeded = await run('jest', ['--ci', '--json', `--outputFile=${report}`, ...parameters], {
      environment,
    });
    if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
    return countsOf(JSON.parse(readFileSync(report, 'utf8')), succeeded);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {Record<string, number>} report as jest writes it
 * @param {boolean} succeeded what its exit code said
 * @returns {Counts}
 */
export function countsOf(report, succeeded) {
  // A file that cannot even be loaded has no tests to count; it fails as one.
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !succeeded ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * The line that people and machines read last.
 *
 * @param {Counts} counts
 */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
