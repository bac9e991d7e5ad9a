import { table } from '../../src/output/table.js';

test('columns are as wide as what is widest in them, numbers at their right edge', () => {
  const columns = [
    { head: 'length', unit: '' },
    { head: 'bits', unit: 'a sequence' },
  ];
  expect(
    table(columns, [
      ['5', '0.125'],
      ['1,000,000', '3.000'],
    ]),
  ).toEqual([
    '     length        bits',
    '             a sequence',
    '          5       0.125',
    '  1,000,000       3.000',
  ]);
});

test('without units there is no line for them', () => {
  expect(table([{ head: 'a', unit: '' }], [['1']])).toEqual(['  a', '  1']);
});
