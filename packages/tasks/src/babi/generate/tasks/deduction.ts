import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { choose, chooseWeighted } from '../choose.js';
import { Draft } from '../draft.js';

const NAMES = ['Gertrude', 'Winona', 'Jessica', 'Emily'];
const PLURALS: Readonly<Record<string, string>> = {
  mouse: 'mice',
  sheep: 'sheep',
  wolf: 'wolves',
  cat: 'cats',
};
const SPECIES = Object.keys(PLURALS);

const QUESTIONS = 4;

/** Task 15: each species is afraid of another, and each person is of a species; what is one of them afraid of? */
export function basicDeduction(random: RandomStream): Story {
  const draft = new Draft();
  const feared = new Map(
    SPECIES.map((species) => [
      species,
      choose(
        random,
        SPECIES.filter((other) => other !== species),
      ),
    ]),
  );
  const speciesOf = new Map<string, string>();
  const lines = new Map<string, number>();
  let untold = [...SPECIES, ...NAMES];
  while (untold.length > 0) {
    const told = SPECIES.filter((species) => lines.has(species));
    // All that can be told is equally likely: of a species, that it fears any; of a person, to be of any told species.
    const each = chooseWeighted(
      random,
      untold.map((one) => [one, feared.has(one) ? SPECIES.length : told.length] as const),
    );
    untold = untold.filter((other) => other !== each);
    const fear = feared.get(each);
    if (fear === undefined) speciesOf.set(each, choose(random, told));
    const text =
      fear === undefined
        ? `${each} is a ${speciesOf.get(each)!}.`
        : `${PLURALS[each][0].toUpperCase()}${PLURALS[each].slice(1)} are afraid of ${PLURALS[fear]}.`;
    lines.set(each, draft.tell(text));
  }
  for (let count = 0; count < QUESTIONS; count++) {
    const [name, species] = choose(random, [...speciesOf]);
    draft.ask({
      text: `What is ${name.toLowerCase()} afraid of?`,
      answer: feared.get(species)!,
      supporting: [lines.get(name)!, lines.get(species)!],
    });
  }
  return draft.story;
}
