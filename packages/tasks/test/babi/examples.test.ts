import { babiExamples, babiVocabulary, parseBabi, wordsOf } from '../../src/index.js';

const stories = parseBabi(
  [
    '1 Mary moved to the bathroom.',
    '2 Where is Mary?\tbathroom\t1',
    '3 Mary gave the milk to Fred.',
    '4 Who received the milk?\tFred\t3',
    '1 Fred is bored.',
    '2 What did Fred take?\tmilk,Apple\t',
  ].join('\n'),
);

it('has each question with the facts before it, without the questions before it', () => {
  const first = ['mary', 'moved', 'to', 'the', 'bathroom'];
  const second = ['mary', 'gave', 'the', 'milk', 'to', 'fred'];
  expect(babiExamples(stories)).toEqual([
    { facts: [first], question: ['where', 'is', 'mary'], answer: 'bathroom', supporting: [0] },
    { facts: [first, second], question: ['who', 'received', 'the', 'milk'], answer: 'fred', supporting: [1] },
    {
      facts: [['fred', 'is', 'bored']],
      question: ['what', 'did', 'fred', 'take'],
      answer: 'milk,apple',
      supporting: [],
    },
  ]);
});

it('has a vocabulary of facts, questions and answers, whatever their order', () => {
  const examples = babiExamples(stories);
  const words =
    'bathroom bored did fred gave is mary milk milk,apple moved received take the to what where who';
  expect(babiVocabulary(examples)).toEqual(words.split(' '));
  expect(babiVocabulary([...examples].reverse())).toEqual(words.split(' '));
  expect(babiVocabulary([])).toEqual([]);
});

it.each([
  ["Mary's cat-flap isn't in Zürich, is it?", ["mary's", 'cat-flap', "isn't", 'in', 'zürich', 'is', 'it']],
  ['  Where\tis  \u00a0 Mary ? ', ['where', 'is', 'mary']],
  ['.', []],
])('finds the words of %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});
