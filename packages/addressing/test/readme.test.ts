import { join } from 'node:path';
import { codeBlocks, run } from '../../../tools/testing/readme.js';

const packageFolder = join(__dirname, '..');

test('the example addresses, writes and reads', async () => {
  const [example] = await codeBlocks(packageFolder);
  const [addressed, reads] = (await run(packageFolder, example)).trim().split('\n');
  expect(addressed).toMatch(
    /^\[ 2, 1, 16 \] Float32Array\(2\) \[ (1|0\.99999\d+|1\.00000\d+), (1|0\.99999\d+|1\.00000\d+) \]$/,
  );
  expect(reads).toBe('[ 2, 1, 8 ]');
});

test('the example of hard choices chooses', async () => {
  const [, choices] = await codeBlocks(packageFolder);
  const output = await run(packageFolder, choices);
  const [weighting, logProbability] = output.split(/(?<=\] \] \]|\]\n\]) (?=\[)/);
  expect(weighting.match(/1/g)).toHaveLength(2);
  expect(weighting.match(/0/g)).toHaveLength(8);
  expect(logProbability.match(/-\d+\.\d+/g)).toHaveLength(2);
});

test('the stage of your own works in a scheme', async () => {
  const blocks = await codeBlocks(packageFolder);
  const use = `
    import { addressing, content } from '@loci/addressing';
    const scheme = addressing(content({ similarity: 'dot' }), recency());
    const emitted = { key: tf.zeros([1, 1, 2]), decay: tf.zeros([1, 1, 1]) };
    const previous = tf.tensor3d([[[1, 0]]]);
    console.log(scheme.address({ emitted, memory: tf.ones([1, 2, 2]), previous }).arraySync());
  `;
  // (1/2 + 1/2) / (3/2) and (1/2) / (3/2)
  expect(await run(packageFolder, blocks[2] + use)).toMatch(/0\.66666\d+, 0\.33333\d+/);
});
