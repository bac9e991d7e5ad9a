import { textWidth } from '../../src/theme.js';
import type { Drawn, Text } from './svg.js';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** About what a text covers. */
function box({ text, x, y, size, anchor, upright }: Text): Box {
  const length = textWidth(text, size);
  const before = { start: 0, middle: length / 2, end: length }[anchor]!;
  // Letters stand on the line, and some hang below it.
  const [above, below] = [0.75 * size, 0.2 * size];
  return upright
    ? { left: x - before, right: x - before + length, top: y - above, bottom: y + below }
    : { left: x - above, right: x + below, top: y - length + before, bottom: y + before };
}

/** The pairs of texts that cover each other, and the texts that reach out of the picture. */
export function illegible({ texts, width, height }: Drawn): readonly string[] {
  const boxes = texts.map((text) => ({ text: text.text, ...box(text) }));
  const overlaps = boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (other) =>
          one.left < other.right &&
          other.left < one.right &&
          one.top < other.bottom &&
          other.top < one.bottom,
      )
      .map((other) => `'${one.text}' and '${other.text}'`),
  );
  const outside = boxes
    .filter(({ left, right, top, bottom }) => left < 0 || top < 0 || right > width || bottom > height)
    .map(({ text }) => `'${text}' outside`);
  return [...overlaps, ...outside];
}
