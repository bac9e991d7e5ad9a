import fc from 'fast-check';
import { heatmaps, toSVG } from '../../src/index.js';
import type { HeatmapsOptions, Panel } from '../../src/index.js';
import { illegible } from '../support/boxes.js';
import { components, paint } from '../support/paint.js';
import { read } from '../support/svg.js';
import { lightness } from '../support/vision.js';

const draw = async (panels: readonly Panel[], options?: HeatmapsOptions) =>
  read(await toSVG(heatmaps(panels, options)));

const panel = (values: Panel['values'], others: Partial<Panel> = {}): Panel => ({
  title: 'Panel',
  yLabel: 'row',
  values,
  ...others,
});

const table = (rows: number, columns: number, value: (row: number, column: number) => number) =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => value(row, column)),
  );

const viridis = { lowest: 'rgb(68, 1, 84)', highest: 'rgb(253, 231, 37)' };
const signed = { lowest: 'rgb(45, 0, 75)', zero: 'rgb(247, 247, 247)', highest: 'rgb(224, 130, 20)' };
const grey = { missing: '#bdbdbd', blank: '#ececec' };

describe('values', () => {
  test('each cell has the colour of its value: a row a row, a column a step', async () => {
    const drawn = await draw([
      panel([
        [1, 0, 0],
        [0, 0, 1],
      ]),
    ]);
    expect(paint(drawn, 0, 2, 3)).toEqual([
      [viridis.highest, viridis.lowest, viridis.lowest],
      [viridis.lowest, viridis.lowest, viridis.highest],
    ]);
  });

  const grids = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 12 }))
    .chain(([rows, columns]) =>
      fc
        .array(fc.double({ min: 0, max: 1, noNaN: true }), {
          minLength: rows * columns,
          maxLength: rows * columns,
        })
        .map((values) => table(rows, columns, (row, column) => values[row * columns + column])),
    );

  test('greater values are lighter', () =>
    fc.assert(
      fc.asyncProperty(grids, async (values) => {
        const colours = paint(await draw([panel(values)]), 0, values.length, values[0].length).flat();
        const cells = values
          .flat()
          .map((value, index) => ({ value, light: lightness(components(colours[index])) }));
        cells.sort((one, other) => one.value - other.value);
        // Colours are rounded to whole numbers of red, green and blue.
        const falls = cells.slice(1).filter(({ light }, index) => light < cells[index].light - 0.5);
        expect(falls).toEqual([]);
        const [least, greatest] = [cells[0], cells[cells.length - 1]];
        if (greatest.value - least.value > 0.01) expect(greatest.light).toBeGreaterThan(least.light);
      }),
      { numRuns: 15 },
    ));

  test('typed arrays with a shape are drawn as rows are', async () => {
    const rows = table(2, 3, (row, column) => row / 2 + column / 8);
    const flat = { values: Float32Array.from(rows.flat()), shape: [2, 3] as const };
    expect(await toSVG(heatmaps([panel(flat)]))).toBe(await toSVG(heatmaps([panel(rows)])));
  });

  test('a wide panel of which little differs is drawn with few marks', async () => {
    const diagonal = table(128, 241, (row, column) => (row === column % 128 ? 1 : 1e-6));
    const { rectangles, frames } = await draw([panel(diagonal)]);
    expect(rectangles).toHaveLength(1 + 241);
    expect(frames[0].width % 241).toBe(0);
    expect(frames[0].height % 128).toBe(0);
  });
});

describe('signs', () => {
  test('zero is white, and both signs have their colours', async () => {
    const drawn = await draw([panel([[-2, 0, 2]])]);
    expect(paint(drawn, 0, 1, 3)).toEqual([[signed.lowest, signed.zero, signed.highest]]);
  });

  test('negative cells carry a minus where there is room', async () => {
    const values = table(6, 10, (row, column) => ((row + column) % 3) - 1);
    const negative = values.flat().filter((value) => value < 0).length;
    const { lines, frames } = await draw([panel(values)]);
    expect(lines).toHaveLength(negative);
    for (const { x, x2, y, y2 } of lines) {
      expect(y2).toBe(y);
      const column = Math.floor((x - frames[0].x) / (frames[0].width / 10));
      const row = Math.floor((y - frames[0].y) / (frames[0].height / 6));
      expect(values[row][column]).toBe(-1);
      expect(Math.floor((x2 - frames[0].x) / (frames[0].width / 10))).toBe(column);
    }
    const small = await draw([panel(table(4, 300, () => -1))]);
    expect(small.lines).toHaveLength(0);
  });

  test('a limit makes pictures comparable', async () => {
    const drawn = await draw([
      panel([[1, 2]], { limit: 4 }),
      panel([[4, 2]]),
      panel([[-1, 4]]),
      panel([[0, 0.5]], { scale: 'signed', limit: 4 }),
    ]);
    const [[[, two], [four, same]], [below, above]] = [
      [paint(drawn, 0, 1, 2)[0], paint(drawn, 1, 1, 2)[0]],
      [paint(drawn, 2, 1, 2)[0], paint(drawn, 3, 1, 2)[0]],
    ];
    expect(same).toBe(two);
    expect(four).toBe(viridis.highest);
    expect(above[0]).toBe(signed.zero);
    expect(below[1]).toBe(signed.highest);
    expect(drawn.colourBars).toBe(2);
  });
});

describe('what is no value', () => {
  test('NaN is grey and crossed, and said to be', async () => {
    const drawn = await draw([panel([[0, NaN, NaN, 1]])]);
    expect(paint(drawn, 0, 1, 4)).toEqual([[viridis.lowest, grey.missing, grey.missing, viridis.highest]]);
    const [{ x, y, width, height }] = drawn.rectangles.filter(({ fill }) => fill === grey.missing);
    expect(drawn.lines.map((line) => [line.x, line.y, line.x2, line.y2])).toEqual([
      [x, y, x + width, y + height],
      [x, y + height, x + width, y],
    ]);
    expect(drawn.texts.map(({ text }) => text)).toContain('crossed: not a number');
  });

  test('nothing but NaN is drawn too', async () => {
    expect(paint(await draw([panel([[NaN], [NaN]])]), 0, 2, 1)).toEqual([[grey.missing], [grey.missing]]);
  });

  test('blank steps are grey, with the reason in them if there is room, and their values are not looked at', async () => {
    const blank = { steps: [true, true, true, true, true, true, false, true], label: 'no target' };
    const drawn = await draw([panel([[5, NaN, 5, 5, 5, -5, 1, 5]], { blank })]);
    expect(paint(drawn, 0, 1, 8)).toEqual([[...Array(6).fill(grey.blank), viridis.highest, grey.blank]]);
    const words = drawn.texts.filter(({ text }) => text === 'no target');
    expect(words.map(({ x }) => x)).toEqual([drawn.frames[0].x - 0.5 + (drawn.frames[0].width * 3) / 8]);
    const notes = drawn.texts.filter(({ role }) => role === 'title-subtitle' || role === 'title-text');
    expect(notes.map(({ text }) => text)).toEqual(['Panel', 'grey: no target']);
  });
});

describe('what is around', () => {
  const two = (options?: HeatmapsOptions) =>
    draw(
      [
        panel(
          table(3, 30, () => 0.5),
          { title: 'Upper', yLabel: 'channel', rowLabels: ['start', 'end', 'bit'] },
        ),
        panel(
          table(40, 30, () => 0.5),
          { title: 'Lower', yLabel: 'place' },
        ),
      ],
      { title: 'Both', ...options },
    );
  const labels = ({ texts }: Awaited<ReturnType<typeof draw>>, role: string) =>
    texts.filter((text) => text.role === role).map(({ text }) => text);

  test('titles of the picture, of the panels and of the axes', async () => {
    const drawn = await two({ xLabel: 'time' });
    expect(labels(drawn, 'title-text')).toEqual(['Upper', 'Lower', 'Both']);
    expect(labels(drawn, 'axis-title')).toEqual(['channel', 'time', 'place']);
  });

  test('steps are counted once, below; rows from 1, or by name', async () => {
    const drawn = await two();
    const steps = Array.from({ length: 30 }, (_, step) => `${step + 1}`);
    const places = ['1', '5', '10', '15', '20', '25', '30', '35', '40'];
    expect(labels(drawn, 'axis-label')).toEqual(['start', 'end', 'bit', ...steps, ...places]);
  });

  test('panels stand below each other on the same steps', async () => {
    const { frames } = await two();
    expect(frames[1].x).toBe(frames[0].x);
    expect(frames[1].width).toBe(frames[0].width);
    expect(frames[1].y).toBeGreaterThan(frames[0].y + frames[0].height);
  });

  test('one colour bar for what means the same', async () => {
    const bars = async (...others: Partial<Panel>[]) =>
      (await draw(others.map((each) => panel([[0, 0.5]], each)))).colourBars;
    expect(await bars({}, {}, { scale: 'unit' })).toBe(1);
    expect(await bars({}, { valueLabel: 'weight' })).toBe(2);
    expect(await bars({}, { limit: 2 }, {})).toBe(3);
    expect(labels(await draw([panel([[0, 2]], { valueLabel: 'weight' })]), 'legend-title')).toEqual([
      'weight',
    ]);
  });

  test('boundaries are dashed lines through all panels', async () => {
    const drawn = await two({ boundaries: [{ at: 11, label: 'the end is shown' }] });
    const dashed = drawn.lines.filter(({ dash }) => dash !== '');
    expect(dashed).toHaveLength(2);
    dashed.forEach(({ x, x2, y, y2 }, index) => {
      const frame = drawn.frames[index];
      expect([x, x2]).toEqual(Array(2).fill(frame.x - 0.5 + (10 / 30) * frame.width));
      expect(y2 - y).toBe(frame.height);
    });
    expect(labels(drawn, 'title-subtitle')).toContain('dashed line: the end is shown');
  });

  test.each([
    [1, 1, 1],
    [1, 5, 10],
    [1, 200, 3],
    [2, 17, 128],
    [4, 241, 128],
    [13, 241, 64],
    [1, 3000, 12],
    [2, 40, 1024],
  ])('with %i panels of %i steps and %i rows no text covers another', async (panels, columns, rows) => {
    const drawn = await draw(
      Array.from({ length: panels }, (_, index) =>
        panel(
          table(rows, columns, () => 0.1),
          { title: `Weighting: read ${index + 1}`, yLabel: 'place', limit: index + 1 },
        ),
      ),
      {
        title: 'copy',
        subtitle: 'a run',
        boundaries: [{ at: columns, label: 'from here on targets count' }],
      },
    );
    expect(illegible(drawn)).toEqual([]);
    expect(drawn.colourBars).toBe(panels);
  });
});
