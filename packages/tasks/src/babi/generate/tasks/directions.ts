import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { PLACES } from '../cast.js';
import { choose, chooseSeveral } from '../choose.js';
import { COMPASS } from '../compass.js';
import { Draft } from '../draft.js';

/** How often a fact says where an outer place is from the middle, not where the middle is from it. */
const OF_MIDDLE = 2 / 3;

/**
 * Task 4: three places lie in a line, told in two facts. What is east of one, or what is it east of? 'East of' is the next
 * place to the east; the words of a question stand in a fact either as they are or the other way round.
 */
export function directions(random: RandomStream): Story {
  const draft = new Draft();
  const [first, middle, last] = chooseSeveral(random, PLACES, 3);
  const { name, opposite } = choose(random, COMPASS);
  const facts = random.shuffle([
    { outer: first, from: opposite, to: name },
    { outer: last, from: name, to: opposite },
  ]);
  // Seen from the middle, `outer` lies in the direction `from`; seen from there, the middle lies in `to`.
  const told = facts.map(({ outer, from, to }) => {
    const [subject, side, object, back] = random.bernoulli(OF_MIDDLE)
      ? [outer, from, middle, to]
      : [middle, to, outer, from];
    const line = draft.tell(`The ${subject} is ${side} of the ${object}.`);
    return { subject, side, object, back, line };
  });
  const { subject, side, object, back, line } = choose(random, told);
  const text = random.bernoulli() ? `What is ${side} of the ${object}?` : `What is the ${object} ${back} of?`;
  draft.ask({ text, answer: subject, supporting: [line] });
  return draft.story;
}
