import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { run } from '../run.mjs';

const folder = join(root, '.venv');
const python = join(folder, 'bin', 'python');

/** Buffers stay with the process after a step: JAX at its best (tools/peers/README.md). */
export const tunedMalloc = {
  MALLOC_MMAP_THRESHOLD_: '4000000000',
  MALLOC_TRIM_THRESHOLD_: '8000000000',
  MALLOC_TOP_PAD_: '200000000',
};

/** Makes the virtual environment on first use. */
async function installed() {
  const marker = join(folder, 'peers-installed');
  if (existsSync(marker)) return;
  console.error(`Installing JAX and PyTorch into ${folder} (about 6 GB) ...`);
  const requirements = join(root, 'tools', 'peers', 'requirements.txt');
  const made =
    (await run('python3', ['-m', 'venv', folder])) &&
    (await run(python, ['-m', 'pip', 'install', '--quiet', '-r', requirements])) &&
    (await run('touch', [marker]));
  if (!made)
    throw new Error('the peers could not be installed; they need Python 3.11 or newer with venv and pip');
}

/** The command of a script of `tools/peers`, in a virtual environment that is made on first use. */
export async function peer(script) {
  await installed();
  return [python, join(root, 'tools', 'peers', `${script}.py`)];
}

/** The commands of the peers of the Neural Turing Machine. */
export const peers = async () => ({ jax: await peer('ntm_jax'), torch: await peer('ntm_torch') });
