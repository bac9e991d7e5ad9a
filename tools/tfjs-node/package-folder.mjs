import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';

/** Where npm put tfjs-node, without the native parts that its install script would have fetched. */
export const packageFolder = join(root, 'node_modules', '@tensorflow', 'tfjs-node');

export const isPackageInstalled = () => existsSync(join(packageFolder, 'package.json'));

/** The parts that complete it, below its folder. */
export const nativeParts = ['deps', 'lib'];
