import fc from 'fast-check';
import { BabiFileError, parseBabi, writeBabi } from '../../src/index.js';
import type { Fact, Question, Story } from '../../src/index.js';

const lines = [
  '1 Mary moved to the bathroom.',
  '2 John went to the hallway.',
  '3 Where is Mary? \tbathroom\t1',
  '4 Mary took the milk there.',
  '5 What is Mary carrying?\tmilk,apple\t4 1',
  '1 The office is north of the kitchen.',
  '2 What is north of the kitchen?\toffice\t1',
];

const stories: Story[] = [
  {
    lines: [
      { kind: 'fact', text: 'Mary moved to the bathroom.' },
      { kind: 'fact', text: 'John went to the hallway.' },
      { kind: 'question', text: 'Where is Mary?', answer: 'bathroom', supporting: [0] },
      { kind: 'fact', text: 'Mary took the milk there.' },
      { kind: 'question', text: 'What is Mary carrying?', answer: 'milk,apple', supporting: [3, 0] },
    ],
  },
  {
    lines: [
      { kind: 'fact', text: 'The office is north of the kitchen.' },
      { kind: 'question', text: 'What is north of the kitchen?', answer: 'office', supporting: [0] },
    ],
  },
];

const bytes = (text: string) => new TextEncoder().encode(text);

it.each([
  ['line feeds', lines.join('\n')],
  ['line feeds and one at the end', lines.join('\n') + '\n'],
  ['CRLF', lines.join('\r\n') + '\r\n'],
  ['CR', lines.join('\r')],
  ['blank lines', '\n' + lines.join('\n \n') + '\n\n'],
  ['a byte order mark', '\uFEFF' + lines.join('\n')],
  ['spaces around the parts', lines.map((line) => ` ${line.replaceAll('\t', ' \t ')} `).join('\n')],
])('reads stories with %s, as text and as bytes', (_, text) => {
  expect(parseBabi(text)).toEqual(stories);
  expect(parseBabi(bytes(text))).toEqual(stories);
});

it('takes a question without supporting facts whose field is there', () => {
  const [{ lines: read }] = parseBabi('1 Mary moved to the bathroom.\n2 Where is Mary?\tbathroom\t');
  expect(read[1]).toMatchObject({ answer: 'bathroom', supporting: [] });
});

const form = "expected 'ID sentence.' or 'ID question?<TAB>answer<TAB>IDs of supporting lines'";
const first = '1 Mary moved to the bathroom.\n';

it.each([
  ['', 'qa1.txt: there is no story in it'],
  ['\uFEFF\r\n \n', 'qa1.txt: there is no story in it'],
  [first, 'qa1.txt: there is no question in it'],
  [`${first}Where is Mary?\tbathroom\t1`, `qa1.txt:2: ${form}, got "Where is Mary?\\tbathroom\\t1"`],
  [`${first}\n2`, `qa1.txt:3: ${form}, got "2"`],
  [`${first}3 John went home.`, 'qa1.txt:2: the ID must be 2, or 1 for a new story, got 3'],
  ['2 Mary moved to the bathroom.', 'qa1.txt:1: the ID must be 1, got 2'],
  [
    `${first}2 Where is Mary? bathroom 1`,
    'qa1.txt:2: a question needs <TAB>answer<TAB>IDs, got "Where is Mary? bathroom 1"',
  ],
  [`${first}2 John went to the`, `qa1.txt:2: a sentence ends with '.', got "John went to the"`],
  [
    `${first}2 Where is Mary?\tbathroom`,
    'qa1.txt:2: a question has 3 fields between tabs (question, answer, IDs), got 2: "Where is Mary?\\tbathroom"',
  ],
  [
    `${first}2 Where is Mary?\tbathroom\t1\t1`,
    'qa1.txt:2: a question has 3 fields between tabs (question, answer, IDs), got 4: "Where is Mary?\\tbathroom\\t1\\t1"',
  ],
  [`${first}2 Mary is.\tbathroom\t1`, `qa1.txt:2: a question ends with '?', got "Mary is."`],
  [`${first}2 Where is Mary?\t \t1`, 'qa1.txt:2: the question has no answer: "Where is Mary?"'],
  ...['2', '3', '0', '-1', '1.0', 'x'].map((id) => [
    `${first}2 Where is Mary?\tbathroom\t1 ${id}`,
    `qa1.txt:2: a supporting ID must be that of a sentence before it in the story, got "${id}"`,
  ]),
  [
    `${first}2 Where is Mary?\tbathroom\t1\n3 Where is Mary?\tbathroom\t2`,
    'qa1.txt:3: a supporting ID must be that of a sentence before it in the story, got "2"',
  ],
  [`${'x'.repeat(100)}`, `qa1.txt:1: ${form}, got "${'x'.repeat(57)}..."`],
])('refuses %j in one line that names file and line', (text, message) => {
  expect(() => parseBabi(text, 'qa1.txt')).toThrow(BabiFileError);
  for (const source of [text, bytes(text)]) {
    expect(() => parseBabi(source, 'qa1.txt')).toThrow(expect.objectContaining({ file: 'qa1.txt', message }));
  }
});

it.each([
  ['Latin-1', [...bytes(first), ...bytes('2 '), 0xe9, 0x2e, 0x0a], 2],
  ['a character cut off by the end', [...bytes(first), ...bytes('2 caf'), 0xc3], 2],
  ['UTF-16', [0xff, 0xfe, 0x31, 0x00, 0x0a, 0x00], 1],
])('names the line of bytes that are not UTF-8: %s', (_, wrong, line) => {
  const message = `qa1.txt:${line}: this is not UTF-8 text`;
  expect(() => parseBabi(Uint8Array.from(wrong), 'qa1.txt')).toThrow(
    expect.objectContaining({ line, message }),
  );
});

/** Any story that the format can hold. */
const anyStory = fc
  .array(
    fc.record({
      question: fc.boolean(),
      words: fc.array(fc.stringMatching(/^[A-Za-zé]{1,6}$/), { minLength: 1, maxLength: 5 }),
      answer: fc.stringMatching(/^[a-z]{1,5}(,[a-z]{1,5})?$/),
      supporting: fc.array(fc.nat(), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((drawn): Story => {
    const facts: number[] = [];
    const all = drawn.map(({ question, words, answer, supporting }, index): Fact | Question => {
      const text = words.join(' ');
      if (!question || index === 0) {
        facts.push(index);
        return { kind: 'fact', text: `${text}.` };
      }
      const indices = supporting.map((number) => facts[number % facts.length]);
      return { kind: 'question', text: `${text}?`, answer, supporting: indices };
    });
    const last: Question = { kind: 'question', text: 'Where?', answer: 'here', supporting: [0] };
    return { lines: [...all, last] };
  });

it('reads what is written, whatever the stories are', () => {
  fc.assert(
    fc.property(fc.array(anyStory, { minLength: 1, maxLength: 4 }), (any) => {
      expect(parseBabi(writeBabi(any))).toEqual(any);
    }),
    { seed: 1 },
  );
});

it('writes the published form', () => {
  expect(writeBabi(stories)).toBe(lines.map((line) => line.replace(' \t', '\t') + '\n').join(''));
});
