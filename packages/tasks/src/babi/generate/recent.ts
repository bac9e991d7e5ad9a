import type { RandomStream } from '@loci/random';
import { chooseWeighted } from './choose.js';

/** How often the published stories ask about who was named last, second to last and so on. */
const WEIGHTS = [35, 31, 23, 10];

/** Of the last thing told of each person, the one that is asked about: the more recent, the more likely. */
export function chooseRecent<Thing extends { readonly person: string }>(
  random: RandomStream,
  told: readonly Thing[],
): Thing | undefined {
  const last = new Map<string, Thing>();
  for (const thing of [...told].reverse()) if (!last.has(thing.person)) last.set(thing.person, thing);
  if (last.size === 0) return undefined;
  return chooseWeighted(
    random,
    [...last.values()].map((thing, index) => [thing, WEIGHTS[index] ?? 0] as const),
  );
}
