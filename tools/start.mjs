/** `npm start`: sets the workspace up where needed, then trains a Neural Turing Machine on copy. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';
import { build, install } from './set-up.mjs';

if (!((await install()) && (await build(['build'])))) process.exit(1);

// In this process, so that Ctrl-C and the size of the terminal reach the command without a detour.
const command = join(root, 'packages', 'cli', 'bin', 'loci.js');
process.argv = [process.argv[0], command, 'train', 'copy', ...process.argv.slice(2)];
await import(pathToFileURL(command).href);
