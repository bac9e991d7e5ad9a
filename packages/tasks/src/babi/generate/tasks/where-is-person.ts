import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { PLACES } from '../cast.js';
import { choose } from '../choose.js';
import { lastOfEach } from '../recent.js';
import { ofKind, worldStory } from '../world-story.js';

/** Task 1: people move; where is one of them? */
export const whereIsPerson = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 1 },
    questions: (_random, told) =>
      lastOfEach(ofKind(told, 'move')).map(({ person, place, line }) => ({
        text: `Where is ${person}?`,
        answer: place,
        supporting: [line],
        line,
      })),
  });

/** Task 6: people move, get and drop things; is one of them in a certain place? Half of the answers are yes. */
export const isPersonThere = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 0.8, get: 1, drop: 1 },
    questions: (random, told) =>
      lastOfEach(ofKind(told, 'move')).map(({ person, place, line }) => {
        const yes = random.bernoulli();
        const others = PLACES.filter((other) => other !== place);
        return {
          text: `Is ${person} in the ${yes ? place : choose(random, others)}?`,
          answer: yes ? 'yes' : 'no',
          supporting: [line],
          line,
        };
      }),
  });
