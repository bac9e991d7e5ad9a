/**
 * `npm run install:tfjs-node` completes the optional dependency @tensorflow/tfjs-node. It is installed without its install
 * script: that downloads TensorFlow's library from a host that not every network reaches.
 */
import { run } from './run.mjs';
import { install, installOptions } from './set-up.mjs';
import { completeByDownload } from './tfjs-node/by-download.mjs';
import { completeFromWheel } from './tfjs-node/from-wheel.mjs';
import { isPackageInstalled, packageFolder } from './tfjs-node/package-folder.mjs';
import { problemOfTfjsNode } from './tfjs-node/problem.mjs';

/** Brings tfjs-node into a state in which it can be loaded. @returns {Promise<string>} what was done */
async function complete() {
  if (!(await install())) throw new Error('the packages of the workspace could not be installed');
  if (!isPackageInstalled()) {
    console.log('npm left @tensorflow/tfjs-node out; installing it without its install script ...');
    await run('npm', ['install', '--no-save', ...installOptions]);
    if (!isPackageInstalled()) throw new Error('npm does not install @tensorflow/tfjs-node');
  }
  if (!problemOfTfjsNode()) return 'tfjs-node is complete already.';
  console.log('Completing tfjs-node by its normal download ...');
  const isDownloaded = await completeByDownload();
  if (isDownloaded && !problemOfTfjsNode()) return 'tfjs-node is complete: by its normal download.';
  console.log("Completing tfjs-node from TensorFlow's wheel on PyPI: 207 MB, then one compilation ...");
  await completeFromWheel(packageFolder);
  const problem = problemOfTfjsNode();
  if (problem) throw new Error(`library and addon are in place, but do not work: ${problem}`);
  return "tfjs-node is complete: from TensorFlow's wheel.";
}

try {
  console.log(await complete());
} catch (error) {
  console.error(`tfjs-node could not be completed: ${error instanceof Error ? error.message : error}.`);
  process.exitCode = 1;
}
