/** The counting languages of Joulin and Mikolov 2015 (arXiv 1503.01007). */
import type { ModelOptions } from '../create-model.js';
import { deciding } from './deciding.js';
import { falling, plain } from './preset.js';
import type { Preset } from './preset.js';

/** The shortest word of each language. */
export const languages = { anbn: 1, anbncn: 1, anbncndn: 1, anb2n: 1, anbmcnm: 2, anbkcnk: 1, anbmcndm: 2 };

type Language = keyof typeof languages;

/** The models of table 2 of Joulin and Mikolov, by the names of the suite. */
export const countingModels = ['rnn', 'lstm', 'list-rnn', 'stack-rnn'] as const;

type CountingModel = (typeof countingModels)[number];

/**
 * What an LSTM forgets a little it cannot count far; and its cells count exactly where symbols open and shut gates entirely, up
 * and down by one. Two b for each a are more than such cells tell: there one layer counts for another.
 */
const lstmFor = (language: Language): ModelOptions =>
  language === 'anb2n'
    ? plain({ kind: 'lstm', units: 20, layers: 2, forgetBias: 10 })
    : plain({ kind: 'lstm', units: 40, forgetBias: 15, inputScale: 1000 });

function modelFor(name: CountingModel, language: Language): ModelOptions {
  switch (name) {
    case 'rnn':
      return plain({ kind: 'rnn', units: 40 });
    case 'lstm':
      return lstmFor(language);
    // With the five lists of the paper two b for each a are counted by halves, which is right for short words alone.
    case 'list-rnn':
      return { model: 'list-rnn', memories: language === 'anb2n' ? 10 : 5 };
    // On the counting languages the stacks of the paper push or pop in every step.
    case 'stack-rnn':
      return { model: 'stack-rnn', noOp: false };
  }
}

/**
 * The networks of Joulin and Mikolov 2015 (arXiv 1503.01007, table 2) with their curriculum and their stochastic gradient
 * descent, on small batches of short streams instead of on one stream: thousands of steps instead of hundreds of thousands of
 * symbols. Adam learns the lengths trained on as well, but its networks go on to longer words, and bear rounding, far less often.
 * Lists are the exception.
 */
function learning(name: CountingModel, language: Language): Preset {
  const isList = name === 'list-rnn';
  const steps = isList ? 2000 : 3000;
  return {
    source: `networks and curriculum${isList ? '' : ', optimizer'} of arXiv 1503.01007, table 2; on small batches`,
    model: modelFor(name, language),
    training: {
      batch: 8,
      optimizer: isList ? { name: 'adam', amsgrad: true } : { name: 'sgd' },
      rate: isList ? falling(0.01, steps, 0.9) : falling(1, steps),
      clip: { norm: 1 },
      lossScale: 'prediction',
      lengthPer: 'sequence',
      curriculum: { kind: 'growing', low: languages[language], from: 3, to: 19, steps: steps / 2 },
    },
    steps,
  };
}

/** How a network of the table is trained on a language: each stage goes on with the weights of the one before. */
export function counting(name: CountingModel, language: Language): readonly [Preset, ...Preset[]] {
  const first = learning(name, language);
  return name === 'rnn' || name === 'lstm' ? [first] : [first, deciding(first, 1500)];
}
