import { picture } from '../src/picture.js';

it('draws channels as rows and steps as columns, as wide as what stands in them', () => {
  const steps = [
    { input: [1, -1] },
    { input: [0, 12], target: [0] },
    { input: [], target: [1] },
    { input: [1], target: [] },
    { input: [1] },
  ];
  const inputs = [{ name: 'bit' }, { name: 'number', glyph: String }];
  expect(picture('Title', steps, inputs, [{ name: 'x' }])).toBe(
    [
      'Title: time runs to the right; # is 1, . is 0, blank does not count',
      'inputs   bit      # ..##',
      '         number  -112...',
      'targets  x          .#.',
    ].join('\n'),
  );
});
