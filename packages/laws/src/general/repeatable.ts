import { type Law, law, Violation } from '../law.js';
import type { LawOptions } from '../options.js';
import { difference } from '../subject/compare.js';
import { draw, ordinary } from '../subject/draw.js';
import type { Subject } from '../subject/subject.js';

/** No hidden state and no randomness but the noise that is passed in: the same inputs give the same bits. */
export const isRepeatable = (subject: Subject, options: LawOptions): Law =>
  law(subject.name, 'the same inputs and noise give the same result', options, ordinary(subject), (given) => {
    const inputs = draw(subject, given);
    const first = subject.run(inputs);
    subject.run(draw(subject, { ...given, seed: given.seed + 1 }));
    const found = difference(subject.run(inputs), first, 0);
    if (found) throw new Violation(`called again after a call with other inputs, ${found}`);
  });
