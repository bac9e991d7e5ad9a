import { heatmaps, lines, toSVG } from '../src/index.js';
import type { Picture } from '../src/index.js';

const rows = [
  [0, 0.5, NaN],
  [1, 0.25, 0],
];
const pictures: readonly (() => Picture)[] = [
  () => heatmaps([{ title: 'Magnitudes', values: rows, yLabel: 'row' }], { title: 'Picture' }),
  () => heatmaps([{ title: 'Signed', values: rows, yLabel: 'row', scale: 'signed' }]),
  () =>
    lines([{ name: 'NTM', x: [1, 2], y: [3, 4] }], {
      xLabel: 'step',
      yLabel: 'bits',
      yScale: 'log',
      boundaries: [{ at: 2, label: 'end' }],
    }),
];

test('the same input gives the same bytes, whatever else is drawn at the time', async () => {
  const alone = [];
  for (const picture of pictures) alone.push(await toSVG(picture()));
  const together = await Promise.all([...pictures, ...pictures].map((picture) => toSVG(picture())));
  expect(together).toEqual([...alone, ...alone]);
});

test('a picture is plain data, the same after a way through JSON', async () => {
  for (const picture of pictures) {
    const stored = JSON.parse(JSON.stringify(picture())) as Picture;
    expect(await toSVG(stored)).toBe(await toSVG(picture()));
  }
});

test('nothing is left to be warned of', async () => {
  const warnings = (['warn', 'error', 'log'] as const).map((method) => jest.spyOn(console, method));
  for (const picture of pictures) await toSVG(picture());
  for (const warning of warnings) {
    expect(warning).not.toHaveBeenCalled();
    warning.mockRestore();
  }
});

test('what an XML must not hold is escaped', async () => {
  const svg = await toSVG(heatmaps([{ title: 'a < b & "c"', values: [[1]], yLabel: '<b>' }]));
  expect(svg).toContain('>a &lt; b &amp; "c"</text>');
  expect(svg).toContain('>&lt;b&gt;</text>');
});

test('the edges of cells are drawn sharply, those of nothing else', async () => {
  const svg = await toSVG(pictures[0]());
  expect(svg.match(/<g shape-rendering="crispEdges" class="mark-rect /g)).toHaveLength(
    svg.match(/class="mark-rect /g)!.length,
  );
  expect(await toSVG(pictures[2]())).not.toContain('crispEdges');
});
