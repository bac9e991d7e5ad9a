import { writeFile } from 'node:fs/promises';
import { toPNG } from '@loci/plot/node';

/**
 * @param {string} file
 * @param {import('@loci/plot').Picture} picture
 */
export const save = async (file, picture) => writeFile(file, await toPNG(picture));

/**
 * Curves in the size of a README's column, legend included.
 *
 * @param {import('@loci/plot').Picture} picture
 * @returns {import('@loci/plot').Picture}
 */
export const inColumn = ({ specification }) => ({
  specification: { ...specification, width: 420, height: 240 },
});
