import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { choose, chooseWeighted } from '../choose.js';
import { Draft } from '../draft.js';

const NAMES = ['Lily', 'Bernhard', 'Greg', 'Julius', 'Brian'];
const SPECIES = ['swan', 'lion', 'frog', 'rhino'];
const COLORS = ['gray', 'white', 'yellow', 'green'];

/** How many are of each species, the asked one's first, and how often in a hundred published stories. */
const GROUPS = [
  [[2, 2, 1], 60],
  [[2, 1, 1, 1], 20],
  [[2, 3], 10],
  [[4, 1], 9],
  [[5], 1],
] as const;

/** Task 16: of whom only the species is known, the color is that of the one of this species who was introduced last. */
export function basicInduction(random: RandomStream): Story {
  const draft = new Draft();
  const species = random.shuffle(SPECIES);
  const [asked, ...others] = random.shuffle(NAMES);
  const kinds = chooseWeighted<readonly number[]>(random, GROUPS).flatMap((size, kind) =>
    Array.from({ length: size }, () => species[kind]),
  );
  const speciesOf = new Map([asked, ...others].map((name, index) => [name, kinds[index]]));
  const colorOf = new Map(others.map((name) => [name, choose(random, COLORS)]));
  const introduced = new Map<string, number>();
  const colored = new Map<string, number>();
  // Everyone is named twice, but the one asked about: first with the species, then with the color.
  for (const name of random.shuffle([asked, ...others, ...others])) {
    if (!introduced.has(name)) introduced.set(name, draft.tell(`${name} is a ${speciesOf.get(name)!}.`));
    else colored.set(name, draft.tell(`${name} is ${colorOf.get(name)!}.`));
  }
  const example = [...introduced.keys()].findLast(
    (name) => name !== asked && speciesOf.get(name) === speciesOf.get(asked),
  )!;
  draft.ask({
    text: `What color is ${asked}?`,
    answer: colorOf.get(example)!,
    supporting: [introduced.get(asked)!, introduced.get(example)!, colored.get(example)!],
  });
  return draft.story;
}
