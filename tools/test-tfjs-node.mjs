/**
 * `npm run test:tfjs-node`: completes tfjs-node where needed, then runs the numerical tests of the packages on its
 * backend. These are the tests that ask for the backend of the run (tools/testing/backend.ts).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closingLine, jest } from './jest.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';

const testFiles = readdirSync(join(root, 'packages'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
  .map((file) => join('packages', file));
const numerical = testFiles.filter((file) =>
  readFileSync(join(root, file), 'utf8').includes('useTestBackend'),
);

const isComplete = await run(process.execPath, [join(root, 'tools', 'install-tfjs-node.mjs')]);
const counts = isComplete
  ? await jest(['--runTestsByPath', ...numerical], {
      LOCI_BACKEND: 'tfjs-node',
      // No notices about the processor; and oneDNN makes small matrices 2 to 3 times slower.
      TF_CPP_MIN_LOG_LEVEL: '2',
      TF_ENABLE_ONEDNN_OPTS: '0',
    })
  : { passed: 0, failed: 1, skipped: 0 };

console.log(`\n${closingLine(counts)}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
