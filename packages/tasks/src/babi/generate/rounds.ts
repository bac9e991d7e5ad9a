import type { Story } from '../story.js';
import { Draft } from './draft.js';
import type { Asked } from './draft.js';

const ROUNDS = 5;

/** A story of five rounds: two facts are told, then a question is asked about all facts so far. */
export function storyOfRounds({ tell, ask }: { tell(draft: Draft): void; ask(draft: Draft): Asked }): Story {
  const draft = new Draft();
  for (let round = 0; round < ROUNDS; round++) {
    tell(draft);
    draft.ask(ask(draft));
  }
  return draft.story;
}
