import { readFileSync } from 'node:fs';
import { z } from 'zod';

const manifestSchema = z.object({ version: z.string(), dependencies: z.record(z.string(), z.string()) });

// The same path from src and from dist.
const manifest = manifestSchema.parse(
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')),
);

/** The version of this package. */
export const { version } = manifest;

/** The versions of this package and of what it computes with, which are exact. */
export const versions: Readonly<Record<string, string>> = {
  '@loci/cli': version,
  ...Object.fromEntries(
    Object.entries(manifest.dependencies).filter(([name]) => /^@(loci|tensorflow)\//.test(name)),
  ),
};
