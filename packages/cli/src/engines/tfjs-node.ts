import { createRequire } from 'node:module';
import process from 'node:process';
import util from 'node:util';
import { UsageError, messageOf } from '../errors.js';
import { loadTensorFlow, useBackend } from './backend.js';
import type { Engine } from './engine.js';

/** How to get it: this package may be part of the repository, or installed in somebody's project. */
const remedy = import.meta.url.includes('/node_modules/')
  ? 'npm install @tensorflow/tfjs-node'
  : 'node tools/install-tfjs-node.mjs';

/** tfjs-node 4.22 calls two functions that Node 23 removed. */
function restoreRemovedFunctions(): void {
  const functions = util as unknown as Record<string, unknown>;
  functions.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  functions.isArray ??= Array.isArray;
}

/** What TensorFlow looks for in the environment when it is loaded; what the user has set stays. */
function setDefaults(): void {
  // No notices about the processor.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // oneDNN makes small matrices 2 to 3 times slower.
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '0';
}

function load(): void {
  restoreRemovedFunctions();
  setDefaults();
  try {
    createRequire(import.meta.url)('@tensorflow/tfjs-node');
  } catch (cause) {
    const isMissing = /Cannot find module|can not be found/.test(messageOf(cause));
    const why = isMissing ? 'is not installed' : `cannot be loaded (${messageOf(cause)})`;
    throw new UsageError(`the engine tfjs-node ${why}; to get it: ${remedy}`, { cause });
  }
}

export const tfjsNode: Engine = {
  description: 'the native TensorFlow library, if it is installed',
  async start() {
    await loadTensorFlow();
    load();
    await useBackend('tensorflow');
    const { eager } = await import('@loci/train');
    return eager;
  },
};
