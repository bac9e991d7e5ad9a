import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { choose, chooseSeveral } from '../choose.js';
import { isSame, plus, SIDES } from '../compass.js';
import type { Direction } from '../compass.js';
import { Draft } from '../draft.js';

const SHAPES = ['triangle', 'pink rectangle', 'blue square', 'red square', 'yellow square', 'red sphere'];

const QUESTIONS = 8;

/** How far one thing lies in a direction from another that is so many steps away. */
const along = ({ step }: Direction, [east, north]: readonly [number, number]): number =>
  step[0] * east + step[1] * north;

/**
 * Task 17: shapes lie beside each other on a grid; two facts put a second and a third beside a first. Does the second lie
 * on a certain side of the third? Only sides are asked about that the facts decide: 'above' says that the other is
 * neither to the left nor to the right.
 */
export function positionalReasoning(random: RandomStream): Story {
  const draft = new Draft();
  const [middle, one, other] = chooseSeveral(random, SHAPES, 3);
  const place = choose(random, SIDES);
  const otherPlace = choose(
    random,
    SIDES.filter(({ step }) => !isSame(step, place.step)),
  );
  const facts = random.shuffle([
    { shape: one, side: place },
    { shape: other, side: otherPlace },
  ]);
  const supporting = facts.map(({ shape, side }) =>
    draft.tell(
      random.bernoulli()
        ? `The ${shape} is ${side.name} the ${middle}.`
        : `The ${middle} is ${side.opposite} the ${shape}.`,
    ),
  );
  const away = plus(place.step, [-otherPlace.step[0], -otherPlace.step[1]]);
  const decided = SIDES.filter((side) => along(side, away) !== 0);
  for (let count = 0; count < QUESTIONS; count++) {
    const side = choose(random, decided);
    const isTurned = random.bernoulli();
    const [subject, object] = isTurned ? [other, one] : [one, other];
    draft.ask({
      text: `Is the ${subject} ${side.name} the ${object}?`,
      answer: along(side, away) > 0 !== isTurned ? 'yes' : 'no',
      supporting,
    });
  }
  return draft.story;
}
