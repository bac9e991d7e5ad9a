import { PNG } from 'pngjs';
import { encodePNG } from '../src/encode-png.js';

test.each([
  [1, 1],
  [5, 3],
  [300, 7],
])('%i by %i pixels are read back as they were', (width, height) => {
  // No two neighbours alike, all values of a byte.
  const pixels = Uint8Array.from({ length: 4 * width * height }, (_, i) =>
    i % 4 === 3 ? 255 : (i * 89) % 256,
  );
  const png = PNG.sync.read(Buffer.from(encodePNG(pixels, width, height)));
  expect([png.width, png.height]).toEqual([width, height]);
  expect(new Uint8Array(png.data)).toEqual(pixels);
});

test('large areas of one colour weigh next to nothing', () => {
  const white = new Uint8Array(4 * 1000 * 1000).fill(255);
  expect(encodePNG(white, 1000, 1000).length).toBeLessThan(5000);
});
