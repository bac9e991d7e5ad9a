import { babiAnswers } from '../../src/index.js';

const answers = (...told: string[]) => [...babiAnswers(told.slice(0, -1), told.at(-1)!)];

describe('people', () => {
  it.each([
    [['Mary went to the office.', 'Mary moved to the garden.', 'Where is Mary?'], ['garden']],
    [['Mary went to the office.', 'Where is John?'], []],
    [['John and Mary went back to the office.', 'Where is John?'], ['office']],
    [
      ['John and Mary went to the office.', 'Then they travelled to the garden.', 'Where is Mary?'],
      ['garden'],
    ],
    [['Mary went to the office.', 'Following that she went to the garden.', 'Where is Mary?'], ['garden']],
    [['Then she went to the garden.', 'Where is Mary?'], []],
    [['Mary went to the office.', 'Is Mary in the office?'], ['yes']],
    [['Mary went to the office.', 'Is Mary in the garden?'], ['no']],
    [
      ['Mary went to the office.', 'Is John in the garden?'],
      ['yes', 'no'],
    ],
    [['Mary is in the office.', 'Mary is no longer in the office.', 'Is Mary in the office?'], ['no']],
    [
      ['Mary is in the office.', 'Mary is no longer in the office.', 'Is Mary in the garden?'],
      ['yes', 'no'],
    ],
    [['Mary is in the office.', 'Mary is not in the garden.', 'Is Mary in the office?'], ['yes']],
    [['Mary is not in the office.', 'Mary is not in the garden.', 'Is Mary in the office?'], ['no']],
    [['Fred is either in the park or the school.', 'Is Fred in the school?'], ['maybe']],
    [['Fred is either in the park or the school.', 'Is Fred in the office?'], ['no']],
    [
      ['Fred is either in the park or the school.', 'Fred is not in the park.', 'Is Fred in the school?'],
      ['yes'],
    ],
    [
      ['Fred is either in the park or the school.', 'Fred went to the school.', 'Is Fred in the park?'],
      ['no'],
    ],
  ])('%j: %j', (told, expected) => expect(answers(...told)).toEqual(expected));
});

describe('times', () => {
  const told = [
    'Julie went to the park this evening.',
    'Yesterday Julie moved to the office.',
    'This afternoon Bill went to the park.',
    'Julie journeyed to the school this morning.',
  ];
  it.each([
    ['Where was Julie before the park?', ['school']],
    ['Where was Julie before the school?', ['office']],
    ['Where was Julie before the office?', []],
    ['Where was Bill before the park?', []],
  ])('%s', (question, expected) => expect(answers(...told, question)).toEqual(expected));
});

describe('things', () => {
  const told = [
    'Mary got the milk there.',
    'Mary went to the office.',
    'John travelled to the garden.',
    'Mary journeyed to the garden.',
    'Mary put down the milk.',
    'John grabbed the milk there.',
    'John picked up the apple there.',
    'John left the milk there.',
    'Mary moved to the kitchen.',
    'John took the milk there.',
  ];
  it.each([
    [4, 'Where is the milk?', ['garden']],
    [9, 'Where is the milk?', ['garden']],
    [1, 'Where is the milk?', []],
    [10, 'Where is the apple?', ['garden']],
    [10, 'Where was the milk before the garden?', ['office']],
    [10, 'Where was the milk before the office?', []],
    [10, 'Where was the milk before the kitchen?', []],
    [4, 'What is Mary carrying?', ['milk']],
    [10, 'What is Mary carrying?', ['nothing']],
    [10, 'What is John carrying?', ['milk,apple']],
    [10, 'How many objects is John carrying?', ['two']],
    [8, 'How many objects is John carrying?', ['one']],
    [10, 'How many objects is Mary carrying?', ['none']],
  ])('after %i facts, %s', (count, question, expected) => {
    expect(answers(...told.slice(0, count), question)).toEqual(expected);
  });

  it('takes a place again for the last time there', () => {
    const ways = ['office', 'garden', 'kitchen', 'garden'].map((place) => `Mary went to the ${place}.`);
    expect(answers('Mary took the milk.', ...ways, 'Where was the milk before the garden?')).toEqual([
      'kitchen',
    ]);
  });
});

describe('giving', () => {
  const told = [
    'Fred gave the milk to Bill.',
    'Bill handed the apple to Fred.',
    'Bill passed the milk to Jeff.',
    'Fred gave the apple to Bill.',
  ];
  it.each([
    ['What did Fred give to Bill?', ['apple']],
    ['Who gave the milk to Bill?', ['fred']],
    ['Who did Bill give the milk to?', ['jeff']],
    ['Who gave the milk?', ['bill']],
    ['Who received the milk?', ['jeff']],
    ['What did Jeff give to Bill?', []],
  ])('%s', (question, expected) => expect(answers(...told, question)).toEqual(expected));

  it('moves things from one to the other', () => {
    expect(answers(...told, 'How many objects is Bill carrying?')).toEqual(['one']);
    expect(answers(...told, 'What is Bill carrying?')).toEqual(['apple']);
  });
});

describe('space', () => {
  const rooms = ['The office is north of the kitchen.', 'The kitchen is east of the garden.'];
  it.each([
    ['What is north of the kitchen?', ['office']],
    ['What is south of the office?', ['kitchen']],
    ['What is the kitchen south of?', ['office']],
    ['What is the kitchen east of?', ['garden']],
    ['What is west of the kitchen?', ['garden']],
    ['What is east of the kitchen?', []],
    ['How do you go from the garden to the office?', ['e,n']],
    ['How do you go from the office to the garden?', ['s,w']],
    ['How do you go from the office to the bedroom?', []],
  ])('%s', (question, expected) => expect(answers(...rooms, question)).toEqual(expected));

  it('finds every shortest way', () => {
    const square = ['The hall is north of the garden.', 'The office is east of the hall.'];
    expect(answers(...rooms, ...square, 'How do you go from the garden to the office?').sort()).toEqual([
      'e,n',
      'n,e',
    ]);
  });

  const shapes = [
    'The triangle is above the pink rectangle.',
    'The blue square is to the left of the triangle.',
  ];
  it.each([
    ['Is the pink rectangle to the right of the blue square?', ['yes']],
    ['Is the pink rectangle to the left of the blue square?', ['no']],
    ['Is the pink rectangle below the blue square?', ['yes']],
    ['Is the blue square above the pink rectangle?', ['yes']],
    ['Is the blue square below the pink rectangle?', ['no']],
    ['Is the blue square above the triangle?', ['no']],
    ['Is the red sphere above the triangle?', ['yes', 'no']],
  ])('%s', (question, expected) => expect(answers(...shapes, question)).toEqual(expected));
});

describe('sizes', () => {
  const told = [
    'The box of chocolates fits inside the chest.',
    'The chest is bigger than the chocolate.',
    'The suitcase is bigger than the chest.',
  ];
  it.each([
    ['Is the suitcase bigger than the box of chocolates?', ['yes']],
    ['Is the chocolate bigger than the suitcase?', ['no']],
    ['Does the chocolate fit in the suitcase?', ['yes']],
    ['Does the suitcase fit in the box of chocolates?', ['no']],
    ['Does the box of chocolates fit in the chocolate?', ['yes', 'no']],
    ['Does the box fit in the chest?', ['yes', 'no']],
  ])('%s', (question, expected) => expect(answers(...told, question)).toEqual(expected));

  it('sees a contradiction', () => {
    const wrong = 'The chocolate is bigger than the suitcase.';
    expect(answers(...told, wrong, 'Does the chocolate fit in the suitcase?')).toEqual(['yes', 'no']);
  });
});

describe('kinds', () => {
  const told = [
    'Mice are afraid of wolves.',
    'Gertrude is a mouse.',
    'Wolves are afraid of sheep.',
    'Emily is a wolf.',
    'Lily is a swan.',
    'Lily is gray.',
    'Greg is a swan.',
    'Brian is a swan.',
    'Brian is white.',
    'Julius is a lion.',
    'Yann is bored.',
    'Jason is thirsty.',
  ];
  it.each([
    ['What is gertrude afraid of?', ['wolf']],
    ['What is emily afraid of?', ['sheep']],
    ['What is lily afraid of?', []],
    ['What color is Greg?', ['white']],
    ['What color is Julius?', []],
    ['Where will yann go?', ['garden']],
    ['Where will jason go?', ['kitchen']],
    ['Where will emily go?', []],
    ['Why did yann go to the garden?', ['bored']],
    ['Why did jason get the milk?', ['thirsty']],
    ['Why did jason get the apple?', []],
  ])('%s', (question, expected) => expect(answers(...told, question)).toEqual(expected));
});

it.each([
  [['Mary sings.', 'Where is Mary?'], "no sentence of bAbI has the form of 'Mary sings.'"],
  [['Mary went to the office.', 'Who sings?'], "no question of bAbI has the form of 'Who sings?'"],
])('refuses %j', (told, message) => {
  expect(() => answers(...told)).toThrow(new RangeError(message));
});
