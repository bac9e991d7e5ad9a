import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../run.mjs';
import { nativeParts } from './package-folder.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const staging = '.incomplete-';

/**
 * The other way: TensorFlow's library out of its wheel on PyPI, and the addon compiled from the sources that tfjs-node
 * brings along. All is made in a folder aside and moved into place at the end, so a failure leaves things as they were.
 *
 * @param {string} packageFolder where tfjs-node is installed
 * @throws {Error} that says in one line what is missing or what failed
 */
export async function completeFromWheel(packageFolder) {
  await checkRequirements();
  removeStaging(packageFolder);
  const folder = mkdtempSync(join(packageFolder, staging));
  try {
    await fetchLibrary(folder);
    await compileAddon(packageFolder, folder);
    for (const part of nativeParts) {
      rmSync(join(packageFolder, part), { recursive: true, force: true });
      renameSync(join(folder, part), join(packageFolder, part));
    }
  } finally {
    removeStaging(packageFolder);
  }
}

async function checkRequirements() {
  const system = `${process.platform} ${process.arch}`;
  if (system !== 'linux x64') throw new Error(`the wheel is for linux x64 only, and this is ${system}`);
  await step('python3 with pip is needed', 'python3', ['-m', 'pip', '--version']);
  await step('g++ is needed', 'g++', ['--version']);
}

/** Also what an earlier installation left that was killed. @param {string} packageFolder */
function removeStaging(packageFolder) {
  for (const name of readdirSync(packageFolder).filter((name) => name.startsWith(staging))) {
    rmSync(join(packageFolder, name), { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function fetchLibrary(folder) {
  const wheels = join(folder, 'wheels');
  const pip = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--require-hashes'];
  const wheel = [
    '--python-version=3.11',
    '--implementation=cp',
    '--abi=cp311',
    '--platform=manylinux2014_x86_64',
  ];
  const requirements = ['--requirement', join(here, 'requirements.txt'), '--dest', wheels];
  await step('pip could not download the wheel', 'python3', [...pip, ...wheel, ...requirements]);
  const deps = join(folder, 'deps');
  const file = join(wheels, readdirSync(wheels)[0]);
  await step('the wheel could not be unpacked', 'python3', [join(here, 'unpack_wheel.py'), file, deps]);
  // The names that the linker looks for.
  symlinkSync('libtensorflow_cc.so.2', join(deps, 'lib', 'libtensorflow.so'));
  symlinkSync('libtensorflow_framework.so.2', join(deps, 'lib', 'libtensorflow_framework.so'));
}

/** @param {string} packageFolder @param {string} folder */
async function compileAddon(packageFolder, folder) {
  // Loaded only now, since it may have been installed a moment ago.
  const { default: nodeApi } = await import('node-api-headers');
  const sources = readdirSync(join(packageFolder, 'binding'))
    .filter((name) => name.endsWith('.cc'))
    .map((name) => join(packageFolder, 'binding', name));
  mkdirSync(join(folder, 'lib', 'napi-v8'), { recursive: true });
  const addon = join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
  await step('the addon could not be compiled', 'g++', [
    ...['-O2', '-std=c++17', '-shared', '-fPIC', '-DNAPI_VERSION=8'],
    ...[
      `-I${nodeApi.include_dir}`,
      `-I${join(folder, 'deps', 'include')}`,
      `-I${join(packageFolder, 'binding')}`,
    ],
    ...sources,
    // Its place relative to the library is the same here and where it is moved to.
    ...[`-L${join(folder, 'deps', 'lib')}`, '-ltensorflow', '-ltensorflow_framework'],
    ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', addon],
  ]);
  const load = `process.dlopen({ exports: {} }, ${JSON.stringify(addon)})`;
  await step('the compiled addon cannot be loaded', process.execPath, ['--eval', load]);
}

/** @param {string} failure @param {string} command @param {readonly string[]} parameters */
async function step(failure, command, parameters) {
  if (!(await run(command, parameters, { quiet: true }))) throw new Error(failure);
}
