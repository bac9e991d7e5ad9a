import { ofKind } from './statement.js';
import type { Statement } from './statement.js';

/** What people do about a state: common knowledge that no story tells. */
const CURES: Readonly<Record<string, { readonly place: string; readonly object: string }>> = {
  hungry: { place: 'kitchen', object: 'apple' },
  thirsty: { place: 'kitchen', object: 'milk' },
  bored: { place: 'garden', object: 'football' },
  tired: { place: 'bedroom', object: 'pajamas' },
};

/** 'What is emily afraid of?' */
export const whatIsFeared = (statements: readonly Statement[], person: string): string[] =>
  ofKind(statements, 'species')
    .filter((each) => each.person === person)
    .flatMap(({ species }) => ofKind(statements, 'fear').filter((fear) => fear.species === species))
    .map(({ feared }) => feared);

const qualitiesOf = (statements: readonly Statement[], person: string): string[] =>
  ofKind(statements, 'quality')
    .filter((each) => each.person === person)
    .map(({ quality }) => quality);

/** 'What color is greg?': that of the one of the same species who was introduced last. */
export function colorOf(statements: readonly Statement[], person: string): string[] {
  const all = ofKind(statements, 'species');
  const own = all.find((each) => each.person === person);
  const example = all.findLast((each) => each.person !== person && each.species === own?.species);
  return example ? qualitiesOf(statements, example.person) : [];
}

/** 'Where will yann go?' */
export const whereWillGo = (statements: readonly Statement[], person: string): string[] =>
  qualitiesOf(statements, person).flatMap((state) => CURES[state]?.place ?? []);

/** 'Why did yann go to the kitchen?' and 'Why did yann get the milk?' */
export const whyDid = (statements: readonly Statement[], person: string, target: string): string[] =>
  qualitiesOf(statements, person).filter(
    (state) => CURES[state]?.place === target || CURES[state]?.object === target,
  );
