/** The published bAbI files, where there are any: they are no part of the repository. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folders = [process.env.LOCI_BABI, join(__dirname, '../../../shared/babi')];

/** The folder named by LOCI_BABI, or ../shared/babi beside the workspace. */
const realBabi = folders.find((folder) => folder !== undefined && existsSync(folder));

/** Tests on the published files; where these are not, the tests are skipped and their names say why. */
export const withRealBabi = (
  name: string,
  test: (folder: string) => Promise<void>,
  milliseconds?: number,
): void => {
  if (realBabi !== undefined) it(name, () => test(realBabi), milliseconds);
  else it.skip(`${name} (skipped: there is neither a folder LOCI_BABI nor ../shared/babi)`, () => undefined);
};
