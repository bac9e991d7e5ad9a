/**
 * `npm test`: sets the workspace up where needed, then builds, lints and runs every test. All of it runs even when a part
 * fails; the last line counts the tests, and every check that failed as one failed test.
 */
import { closingLine, jest } from './jest.mjs';
import { run } from './run.mjs';
import { build, install } from './set-up.mjs';

/** What is to hold besides the tests, by the name that the summary shows. */
const checks = {
  'build and types': () => build(['build', 'typecheck']),
  'types of the tools': () => run('tsc', ['-p', 'tools']),
  lint: () => run('eslint', ['.', '--max-warnings', '0']),
  formatting: () => run('prettier', ['--check', '--log-level', 'warn', '.']),
  'unused code': () => run('knip', ['--no-progress']),
};

const summary = [];
let failedChecks = 0;

/** @param {string} name @param {() => Promise<boolean>} check */
async function perform(name, check) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const holds = await check();
  if (!holds) failedChecks++;
  summary.push(`${holds ? 'ok    ' : 'FAILED'} ${name} (${seconds(start)})`);
  return holds;
}

/** @param {number} start */
const seconds = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

const counts = { passed: 0, failed: 0, skipped: 0 };
if (await perform('installation', install)) {
  for (const [name, check] of Object.entries(checks)) await perform(name, check);
  console.log('\n== tests');
  const start = performance.now();
  Object.assign(counts, await jest([]));
  summary.push(
    `${counts.failed === 0 ? 'ok    ' : 'FAILED'} tests: ${closingLine(counts)} (${seconds(start)})`,
  );
}

console.log(`\n${summary.join('\n')}\n`);
console.log(closingLine({ ...counts, failed: counts.failed + failedChecks }));
process.exitCode = counts.failed + failedChecks === 0 ? 0 : 1;
