import { heatmaps } from '../../src/index.js';
import type { HeatmapsOptions, Panel } from '../../src/index.js';

const good: Panel = {
  title: 'State',
  yLabel: 'unit',
  values: [
    [0, 1],
    [1, 0],
  ],
};
const call =
  (panel: object, options: HeatmapsOptions = {}) =>
  () =>
    heatmaps([{ ...good, ...panel } as Panel], options);

test('what the cases below are variations of is good', () => {
  expect(call({})).not.toThrow();
});

test.each<[string, () => unknown, string]>([
  ['no panels', () => heatmaps([]), 'panels must be at least one, got none'],
  ['no title', call({ title: ' ' }), "panels[0].title must be a text, got ' '"],
  ['no label', call({ yLabel: undefined }), "panel 'State': yLabel must be a text, got undefined"],
  ['no label of values', call({ valueLabel: '' }), "panel 'State': valueLabel must be a text, got ''"],
  ['no rows', call({ values: [] }), "panel 'State': values must hold at least one number, got none"],
  ['empty rows', call({ values: [[], []] }), "panel 'State': values must hold at least one number, got none"],
  [
    'ragged rows',
    call({ values: [[1, 2], [1]] }),
    "panel 'State': values must have rows of one length, got 2 numbers in row 0 and 1 in row 1",
  ],
  [
    'holes',
    call({ values: [[1, undefined]] }),
    "panel 'State': values[0][1] must be a number, got undefined",
  ],
  ['words', call({ values: [['1', 2]] }), "panel 'State': values[0][0] must be a number, got '1'"],
  [
    'infinity',
    call({
      values: [
        [1, 2],
        [1, -Infinity],
      ],
    }),
    "panel 'State': values[1][1] must be finite or NaN, got -Infinity",
  ],
  [
    'a shape of another size',
    call({ values: { values: [1, 2, 3], shape: [2, 2] } }),
    "panel 'State': values of shape [2, 2] must hold 4 numbers, got 3",
  ],
  [
    'a shape with a fraction',
    call({ values: { values: [1, 2, 3], shape: [1.5, 2] } }),
    "panel 'State': values.shape must be two whole numbers, got [1.5, 2]",
  ],
  [
    'an empty shape',
    call({ values: { values: [], shape: [0, 3] } }),
    "panel 'State': values must hold at least one number, got none",
  ],
  [
    'an unknown scale',
    call({ scale: 'log' }),
    "panel 'State': scale must be one of 'auto', 'unit', 'positive', 'signed', got 'log'",
  ],
  ['a limit of zero', call({ limit: 0 }), "panel 'State': limit must be a positive number, got 0"],
  [
    'a limit that is no number',
    call({ limit: NaN }),
    "panel 'State': limit must be a positive number, got NaN",
  ],
  [
    'more than the unit',
    call({ values: [[0, 1.5]], scale: 'unit' }),
    "panel 'State': values must be in [0, 1] for the scale 'unit', got 1.5",
  ],
  [
    'less than zero',
    call({ values: [[0, -1.5]], scale: 'positive' }),
    "panel 'State': values must be in [0, 1.5] for the scale 'positive', got -1.5",
  ],
  [
    'more than the limit',
    call({ values: [[0, -3]], limit: 2 }),
    "panel 'State': values must be in [-2, 2] for the scale 'signed', got -3",
  ],
  [
    'names for other rows',
    call({ rowLabels: ['a'] }),
    "panel 'State': rowLabels must be 2, one for each row, got 1",
  ],
  [
    'blanks for other steps',
    call({ blank: { steps: [true], label: 'no' } }),
    "panel 'State': blank.steps must be 2, one for each column, got 1",
  ],
  [
    'blanks without a reason',
    call({ blank: { steps: [true, true], label: '' } }),
    "panel 'State': blank.label must be a text, got ''",
  ],
  [
    'a boundary beyond',
    call({}, { boundaries: [{ at: 3, label: 'end' }] }),
    'boundaries[0].at must be a step in [1, 2], got 3',
  ],
  [
    'a boundary within a step',
    call({}, { boundaries: [{ at: 1.5, label: 'end' }] }),
    'boundaries[0].at must be a step in [1, 2], got 1.5',
  ],
  [
    'a boundary of what',
    call({}, { boundaries: [{ at: 1, label: '' }] }),
    "boundaries[0].label must be a text, got ''",
  ],
  [
    'panels of other lengths',
    () => heatmaps([good, { ...good, title: 'Other', values: [[1]] }]),
    "panels must have the same number of columns, got 2 in 'State' and 1 in 'Other'",
  ],
])('%s', (_, bad, message) => {
  expect(bad).toThrow(RangeError);
  expect(bad).toThrow(new RangeError(message));
});

test('what rounding leaves outside of a range is in it', () => {
  expect(call({ values: [[1 + 1e-7, -1e-7]], scale: 'unit' })).not.toThrow();
});
