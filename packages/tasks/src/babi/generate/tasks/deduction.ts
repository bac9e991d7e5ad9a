import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { choose } from '../choose.js';
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
  const people = NAMES.map((name) => ({ name, species: choose(random, SPECIES) }));
  const lines = new Map<string, number>();
  // What a person is may be told as soon as the fear of that species is.
  let untold = random.shuffle<string>([...SPECIES, ...NAMES]);
  while (untold.length > 0) {
    const each = untold.find((one) => {
      const person = people.find(({ name }) => name === one);
      return !person || lines.has(person.species);
    })!;
    untold = untold.filter((other) => other !== each);
    const fear = feared.get(each);
    const text = fear
      ? `${PLURALS[each][0].toUpperCase()}${PLURALS[each].slice(1)} are afraid of ${PLURALS[fear]}.`
      : `${each} is a ${people.find(({ name }) => name === each)!.species}.`;
    lines.set(each, draft.tell(text));
  }
  for (let count = 0; count < QUESTIONS; count++) {
    const { name, species } = choose(random, people);
    draft.ask({
      text: `What is ${name.toLowerCase()} afraid of?`,
      answer: feared.get(species)!,
      supporting: [lines.get(name)!, lines.get(species)!],
    });
  }
  return draft.story;
}
