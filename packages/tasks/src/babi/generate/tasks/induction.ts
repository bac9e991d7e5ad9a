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
  const names = tellingOrder(random);
  const asked = names.pop()!;
  const others = random.shuffle(NAMES.filter((name) => name !== asked));
  const species = random.shuffle(SPECIES);
  const kinds = chooseWeighted<readonly number[]>(random, GROUPS).flatMap((size, kind) =>
    Array.from({ length: size }, () => species[kind]),
  );
  const speciesOf = new Map([asked, ...others].map((name, index) => [name, kinds[index]]));
  const introduced = new Map<string, number>();
  const colored = new Map<string, number>();
  const colorOf = new Map(others.map((name) => [name, choose(random, COLORS)]));
  for (const name of names) {
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

/**
 * In which order everyone is named twice, first with the species, then with the color: at each step one of those of whom
 * something is left to tell, each as likely. The last thing is not told but asked.
 */
function tellingOrder(random: RandomStream): string[] {
  const left = [...NAMES, ...NAMES];
  const order: string[] = [];
  while (left.length > 0) {
    const name = choose(random, [...new Set(left)]);
    left.splice(left.indexOf(name), 1);
    order.push(name);
  }
  return order;
}
