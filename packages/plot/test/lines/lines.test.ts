import { lines, toSVG } from '../../src/index.js';
import type { LinesOptions, Series } from '../../src/index.js';
import { seriesStyles } from '../../src/lines/styles.js';
import { illegible } from '../support/boxes.js';
import { components } from '../support/paint.js';
import { read } from '../support/svg.js';
import type { Drawn } from '../support/svg.js';
import { difference } from '../support/vision.js';

const labels = { xLabel: 'length', yLabel: 'bits a sequence' };
const draw = async (series: readonly Series[], options?: Partial<LinesOptions>) =>
  read(await toSVG(lines(series, { ...labels, ...options })));

/** The corners of a path in its order. */
const corners = (path: string) =>
  [...path.matchAll(/([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);

const texts = (drawn: Drawn, role: string) =>
  drawn.texts.filter((text) => text.role === role).map(({ text }) => text);

/** Pixels for a unit and where zero is, upwards, from the axis of 0 to 10 that both draw below. */
const height = 300;

test('a curve goes through its numbers', async () => {
  const { curves, areas } = await draw([{ name: 'NTM', x: [0, 5, 10], y: [0, 10, 5] }]);
  expect(curves).toHaveLength(1);
  expect(corners(curves[0].path)).toEqual([
    [0, height],
    [260, 0],
    [520, height / 2],
  ]);
  expect(areas).toHaveLength(0);
});

test('seeds are drawn as their median within a band from the lowest to the highest', async () => {
  const seeds = [
    [1, 8],
    [4, 10],
    [2, 6],
    [6, 7],
  ];
  const drawn = await draw([{ name: 'NTM', x: [0, 10], y: seeds }]);
  const level = (value: number) => height - value * 30;
  expect(corners(drawn.curves[0].path).map(([, y]) => y)).toEqual([level(3), level(7.5)]);
  expect(new Set(corners(drawn.areas[0].path).map(([x, y]) => `${x} ${y}`))).toEqual(
    new Set([`0 ${level(1)}`, `0 ${level(6)}`, `520 ${level(6)}`, `520 ${level(10)}`]),
  );
  expect(texts(drawn, 'title-text')).toEqual(['lines: median of the seeds; bands: lowest to highest']);
});

test('axes go to the logarithm if asked to', async () => {
  const { curves } = await draw([{ name: 'NTM', x: [1, 10, 100], y: [1, 10, 100] }], {
    xScale: 'log',
    yScale: 'log',
  });
  expect(corners(curves[0].path)).toEqual([
    [0, height],
    [260, height / 2],
    [520, 0],
  ]);
});

test('titles, axes, names and boundaries are said', async () => {
  const series = ['NTM', 'LSTM'].map((name) => ({ name, x: [10, 20], y: [1, 2] }));
  const boundaries = [
    { at: 12, label: 'trained up to here' },
    { at: 19, label: 'near the end' },
  ];
  const drawn = await draw(series, { title: 'Copy', boundaries });
  expect(texts(drawn, 'title-text')).toEqual(['Copy']);
  expect(texts(drawn, 'axis-title')).toEqual(['length', 'bits a sequence']);
  expect(texts(drawn, 'legend-label')).toEqual(['NTM', 'LSTM']);
  const dashed = drawn.lines.map(({ x, x2 }) => {
    expect(x2).toBe(x);
    return x;
  });
  const words = drawn.texts.filter(({ role }) => role === 'mark');
  expect(words.map(({ text, x, anchor }) => ({ text, x, anchor }))).toEqual([
    { text: 'trained up to here', x: dashed[0] + 5, anchor: 'start' },
    { text: 'near the end', x: dashed[1] - 5, anchor: 'end' },
  ]);
  expect(illegible(drawn)).toEqual([]);
});

test('eight series differ in colour, in dashes and in points, and so do their names', async () => {
  const x = Array.from({ length: 200 }, (_, step) => step + 1);
  const series = seriesStyles.map((_, index) => ({
    name: `model ${index}`,
    x,
    y: x.map((step) => index + 1 / step),
  }));
  const drawn = await draw(series);
  const different = (values: readonly string[]) => new Set(values).size;
  expect(drawn.curves).toHaveLength(8);
  expect(different(drawn.curves.map(({ stroke }) => stroke))).toBe(8);
  expect(different(drawn.curves.map(({ dash }) => dash))).toBe(8);
  expect(different(drawn.symbols.map(({ path }) => path))).toBe(8);
  expect(different(drawn.symbols.map(({ fill }) => fill))).toBe(8);
  const perSeries = drawn.symbols.length / 8;
  expect(perSeries).toBeGreaterThanOrEqual(8);
  expect(perSeries).toBeLessThanOrEqual(16);
  expect(texts(drawn, 'legend-label')).toEqual(series.map(({ name }) => name));
  expect(illegible(drawn)).toEqual([]);
});

test.each(['full', 'protanopia', 'deuteranopia', 'tritanopia'] as const)(
  'the first five colours differ for %s vision',
  (vision) => {
    const colours = seriesStyles.slice(0, 5).map(({ color }) => components(color));
    colours.forEach((one, index) =>
      colours.slice(index + 1).forEach((other) => expect(difference(one, other, vision)).toBeGreaterThan(15)),
    );
  },
);

const good: Series = { name: 'NTM', x: [1, 2], y: [3, 4] };
const call =
  (series: object, options: object = {}) =>
  () =>
    lines([{ ...good, ...series }], { ...labels, ...options });

test('what the cases below are variations of is good', () => {
  expect(call({})).not.toThrow();
});

test.each<[string, () => unknown, string]>([
  ['no series', () => lines([], labels), 'series must be 1 to 8, got 0'],
  ['too many', () => lines(Array(9).fill(good), labels), 'series must be 1 to 8, got 9'],
  [
    'two of a name',
    () => lines([good, good], labels),
    "series must have names of their own, got 'NTM' twice",
  ],
  ['no name', call({ name: '' }), "series[0].name must be a text, got ''"],
  ['no numbers', call({ x: [], y: [] }), "series 'NTM': x must hold at least one number, got none"],
  ['no seeds', call({ y: [] }), "series 'NTM': y must be 2 numbers, one for each x, got 0"],
  ['fewer numbers', call({ y: [1] }), "series 'NTM': y must be 2 numbers, one for each x, got 1"],
  [
    'a shorter seed',
    call({ y: [[1, 2], [3]] }),
    "series 'NTM': y[1] must be 2 numbers, one for each x, got 1",
  ],
  ['NaN', call({ y: [1, NaN] }), "series 'NTM': y[1] must be a finite number, got NaN"],
  [
    'NaN of a seed',
    call({
      y: [
        [1, 2],
        [1, NaN],
      ],
    }),
    "series 'NTM': y[1][1] must be a finite number, got NaN",
  ],
  ['infinite x', call({ x: [1, Infinity] }), "series 'NTM': x[1] must be a finite number, got Infinity"],
  ['the same x twice', call({ x: [2, 2] }), "series 'NTM': x must be ascending, got 2 before 2"],
  ['no label', call({}, { xLabel: '' }), "xLabel must be a text, got ''"],
  ['no other label', call({}, { yLabel: undefined }), 'yLabel must be a text, got undefined'],
  ['an unknown scale', call({}, { yScale: 'sqrt' }), "yScale must be one of 'linear', 'log', got 'sqrt'"],
  ['the logarithm of zero', call({ y: [0, 1] }, { yScale: 'log' }), "y must be > 0 for yScale 'log', got 0"],
  [
    'the logarithm of less',
    call({ x: [-1, 1] }, { xScale: 'log' }),
    "x must be > 0 for xScale 'log', got -1",
  ],
  [
    'a boundary nowhere',
    call({}, { boundaries: [{ at: NaN, label: 'end' }] }),
    'boundaries[0].at must be a finite number, got NaN',
  ],
  [
    'a boundary of what',
    call({}, { boundaries: [{ at: 1, label: '' }] }),
    "boundaries[0].label must be a text, got ''",
  ],
])('%s', (_, bad, message) => {
  expect(bad).toThrow(RangeError);
  expect(bad).toThrow(new RangeError(message));
});
