import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { choose, chooseSeveral, drawUntil } from '../choose.js';
import { Draft } from '../draft.js';

/** The smallest two, in their order; the others differ in size from story to story. */
const SMALLEST = ['chocolate', 'box of chocolates'];
const OTHERS = ['box', 'chest', 'container', 'suitcase'];

const FACTS = 5;

/** How often one more fact is told; 1.2 more are told on average. */
const MORE = 6 / 11;

const MOST_FACTS = 15;

const MOST_QUESTIONS = 9;

/** A fact: things are numbered by their size. */
interface Comparison {
  readonly bigger: number;
  readonly smaller: number;
}

/** Two facts from which a third follows that is not told itself. */
function conclusions(facts: readonly Comparison[]) {
  const isTold = (bigger: number, smaller: number) =>
    facts.some((fact) => fact.bigger === bigger && fact.smaller === smaller);
  return facts.flatMap(({ bigger, smaller: between }, first) =>
    facts.flatMap((fact, second) =>
      fact.bigger === between && !isTold(bigger, fact.smaller)
        ? [{ bigger, smaller: fact.smaller, supporting: [first, second] }]
        : [],
    ),
  );
}

function drawFacts(random: RandomStream): Comparison[] {
  let count = FACTS;
  while (count < MOST_FACTS && random.bernoulli(MORE)) count++;
  const sizes = [...SMALLEST, ...OTHERS].map((_, size) => size);
  return Array.from({ length: count }, () => {
    const [one, other] = chooseSeveral(random, sizes, 2);
    return { bigger: Math.max(one, other), smaller: Math.min(one, other) };
  });
}

/** Task 18: of some things it is told which is bigger; does one fit in another, two steps of size away? */
export function sizeReasoning(random: RandomStream): Story {
  const draft = new Draft();
  const things = [...SMALLEST, ...random.shuffle(OTHERS)].map((thing) => `the ${thing}`);
  const facts = drawUntil(() => {
    const drawn = drawFacts(random);
    return conclusions(drawn).length > 0 ? drawn : undefined;
  });
  const lines = facts.map(({ bigger, smaller }) =>
    draft.tell(
      random.bernoulli()
        ? `The ${things[bigger].slice(4)} is bigger than ${things[smaller]}.`
        : `The ${things[smaller].slice(4)} fits inside ${things[bigger]}.`,
    ),
  );
  const possible = conclusions(facts);
  const questions = random.integer(1, MOST_QUESTIONS);
  for (let count = 0; count < questions; count++) {
    const { bigger, smaller, supporting } = choose(random, possible);
    const isFitting = random.bernoulli();
    const isTrue = random.bernoulli();
    const [subject, object] =
      isFitting === isTrue ? [things[smaller], things[bigger]] : [things[bigger], things[smaller]];
    draft.ask({
      text: isFitting ? `Does ${subject} fit in ${object}?` : `Is ${subject} bigger than ${object}?`,
      answer: isTrue ? 'yes' : 'no',
      supporting: supporting.map((index) => lines[index]),
    });
  }
  return draft.story;
}
