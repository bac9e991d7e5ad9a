/** What the test of SIGKILL runs and kills: `child.ts <folder> <steps>` trains in the folder or goes on with it. */
import * as tf from '@tensorflow/tfjs';
import { RunFolder } from '../../src/node/run-folder.js';
import { train } from '../../src/train.js';
import { killedRun } from './killed-run.js';

const [folder, steps] = process.argv.slice(2);
await tf.setBackend('cpu');
for await (const event of train(killedRun(new RunFolder(folder), Number(steps)))) {
  process.stdout.write(`${event.type} ${event.step}\n`);
}
