import { PNG } from 'pngjs';
import { heatmaps, lines, toSVG } from '../src/index.js';
import { toPNG } from '../src/node.js';
import { components } from './support/paint.js';
import { read } from './support/svg.js';

const picture = heatmaps(
  [
    {
      title: 'Values',
      values: [
        [0, 1, 0.5],
        [NaN, 0, 1],
        [0, 0.2, 0.3],
        [0.4, 1, 0.9],
      ],
      yLabel: 'row',
    },
    {
      title: 'Signed',
      values: [
        [0, 1, -0.5],
        [0.3, -0.2, 1],
        [0, 0.2, 0.3],
        [0.4, 1, -0.9],
      ],
      yLabel: 'row',
    },
  ],
  { title: 'Picture' },
);

const decode = async (scale?: number) =>
  PNG.sync.read(Buffer.from(await toPNG(picture, scale === undefined ? {} : { scale })));

const pixel = (png: PNG, x: number, y: number) => [
  ...png.data.subarray(4 * (Math.floor(y) * png.width + Math.floor(x))).subarray(0, 4),
];

test.each([1, 2, 3])('at scale %i it has the size of the SVG times that', async (scale) => {
  const { width, height } = read(await toSVG(picture));
  const png = await decode(scale);
  expect([png.width, png.height]).toEqual([width * scale, height * scale]);
});

test('the scale is 2 if nothing is said', async () => {
  expect((await decode()).width).toBe((await decode(2)).width);
});

test('cells have their colours to the edges, on white', async () => {
  const drawn = read(await toSVG(picture));
  const png = await decode(2);
  expect(pixel(png, 0, 0)).toEqual([255, 255, 255, 255]);
  // The later ones stand on the earlier ones: the cells on the ground.
  const cells = drawn.rectangles.filter(({ width }) => width < drawn.frames[0].width && width > 0);
  expect(cells.length).toBeGreaterThan(10);
  for (const { x, y, width, height, fill } of cells.filter(({ fill }) => fill !== '#bdbdbd')) {
    for (const across of [3, width * 2 - 3]) {
      expect(pixel(png, 2 * x + across, 2 * y + 4)).toEqual([...components(fill), 255]);
      expect(pixel(png, 2 * x + across, 2 * (y + height) - 4)).toEqual([...components(fill), 255]);
    }
  }
});

test('text is there though no font of the machine is looked at', async () => {
  const drawn = read(await toSVG(picture));
  const png = await decode(2);
  expect(drawn.texts.length).toBeGreaterThan(10);
  for (const { x, y, size, anchor, upright, text } of drawn.texts) {
    const [width, height] = upright ? [text.length * size, size] : [size, text.length * size];
    const left = upright ? { start: x, middle: x - width / 2, end: x - width }[anchor]! : x - width;
    const top = upright ? y - height : y - height / 2;
    let dark = 0;
    for (let row = 2 * top; row < 2 * (top + height); row++) {
      for (let column = 2 * left; column < 2 * (left + width); column++) {
        const [red, green, blue] = pixel(png, column, row);
        if (red + green + blue < 150 && red === green && green === blue) dark++;
      }
    }
    expect({ text, dark: dark > 4 }).toEqual({ text, dark: true });
  }
});

test('letters are those of DejaVu Sans, which knows more than the Latin ones', async () => {
  const named = (title: string) => toPNG(heatmaps([{ title, values: [[1]], yLabel: 'row' }]));
  const [sigma, other, missing] = await Promise.all(['σ → Ж', 'σ → Й', '\ue123 \ue124 \ue125'].map(named));
  expect(Buffer.compare(sigma, other)).not.toBe(0);
  expect(Buffer.compare(sigma, missing)).not.toBe(0);
});

test('the same picture gives the same bytes', async () => {
  const curve = () =>
    lines([{ name: 'NTM', x: [1, 2, 3], y: [3, 4, 1] }], { xLabel: 'step', yLabel: 'bits' });
  expect(await toPNG(curve())).toEqual(await toPNG(curve()));
});

test.each([0, -1, 1.5, 9, NaN, Infinity])('the scale %p is refused', async (scale) => {
  await expect(toPNG(picture, { scale })).rejects.toThrow(
    new RangeError(`scale must be a whole number in [1, 8], got ${scale}`),
  );
});
