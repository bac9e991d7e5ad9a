import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { PLACES } from '../cast.js';
import { choose } from '../choose.js';
import { chooseRecent } from '../recent.js';
import { ofKind, worldStory } from '../world-story.js';

/** Task 1: people move; where is one of them? */
export const whereIsPerson = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 1 },
    question(random, told) {
      const move = chooseRecent(random, ofKind(told, 'move'));
      return move && { text: `Where is ${move.person}?`, answer: move.place, supporting: [move.line] };
    },
  });

/** Task 6: people move, get and drop things; is one of them in a certain place? Half of the answers are yes. */
export const isPersonThere = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 0.65, get: 0.2, drop: 0.15 },
    question(random, told) {
      const move = chooseRecent(random, ofKind(told, 'move'));
      if (!move) return undefined;
      const yes = random.bernoulli();
      const others = PLACES.filter((place) => place !== move.place);
      return {
        text: `Is ${move.person} in the ${yes ? move.place : choose(random, others)}?`,
        answer: yes ? 'yes' : 'no',
        supporting: [move.line],
      };
    },
  });
