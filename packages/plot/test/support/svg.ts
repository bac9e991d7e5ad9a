/** Reads back what was drawn: an SVG as the panels, texts and marks in it, wherever they stand. */
import { DOMParser } from '@xmldom/xmldom';
import type { Element } from '@xmldom/xmldom';

/** Pixels, from the top left corner. */
interface Position {
  readonly x: number;
  readonly y: number;
}

export interface Text extends Position {
  readonly text: string;
  readonly role: string;
  readonly size: number;
  readonly anchor: string;
  readonly upright: boolean;
}

interface Rectangle extends Position {
  readonly width: number;
  readonly height: number;
  readonly fill: string;
}

interface Line extends Position {
  readonly x2: number;
  readonly y2: number;
  readonly stroke: string;
  readonly dash: string;
}

interface Curve {
  readonly path: string;
  readonly stroke: string;
  readonly fill: string;
  readonly dash: string;
}

export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly Text[];
  /** The frames of the panels. */
  readonly frames: readonly Rectangle[];
  /** Of the data only: in the order they are drawn. */
  readonly rectangles: readonly Rectangle[];
  readonly lines: readonly Line[];
  readonly curves: readonly Curve[];
  readonly areas: readonly Curve[];
  readonly symbols: readonly Curve[];
  readonly colourBars: number;
}

/** @throws ParseError if it is not well-formed XML. */
export function read(svg: string): Drawn {
  const root = new DOMParser({
    onError: (_level, message) => {
      throw new Error(message);
    },
  }).parseFromString(svg, 'image/svg+xml').documentElement!;
  const found = [...descendants(root, { x: 0, y: 0 }, '')];
  const ofData = (kind: string) =>
    found.filter(({ role }) => new RegExp(`^mark-${kind} role-mark`).test(role));
  return {
    width: number(root, 'width'),
    height: number(root, 'height'),
    texts: found.filter(({ element }) => element.tagName === 'text').flatMap(textLines),
    frames: found
      .filter(
        ({ element, role }) =>
          /concat_\d+_group/.test(role) && element.getAttribute('class') === 'background',
      )
      .map(rectangle),
    rectangles: ofData('rect').map(rectangle),
    lines: ofData('rule').map(line),
    curves: ofData('line').map(curve),
    areas: ofData('area').map(curve),
    symbols: ofData('symbol').map(curve),
    colourBars: found.filter(({ role }) => role.includes('role-legend-gradient')).length,
  };
}

interface Found {
  readonly element: Element;
  /** Where its own coordinates begin. */
  readonly origin: Position;
  /** What Vega says of the group that it stands in. */
  readonly role: string;
}

/** The shapes and texts with the sum of the translations around them. */
function* descendants(element: Element, origin: Position, role: string): Generator<Found> {
  for (const child of [...element.childNodes].filter((node): node is Element => node.nodeType === 1)) {
    const [, x = '0', y = '0'] =
      /translate\(([^,]+),([^)]+)\)/.exec(child.getAttribute('transform') ?? '') ?? [];
    const inside = { x: origin.x + Number(x), y: origin.y + Number(y) };
    const isGroup = child.tagName === 'g';
    if (isGroup) yield* descendants(child, inside, child.getAttribute('class') ?? role);
    else if (child.tagName !== 'defs') yield { element: child, origin: inside, role };
  }
}

const number = (element: Element, name: string) => Number(element.getAttribute(name) ?? 0);

/** A text of several lines has each of them in an element of its own, below the one before. */
function textLines({ element, origin, role }: Found): readonly Text[] {
  const lines = [...element.getElementsByTagName('tspan')];
  let { y } = origin;
  return (lines.length === 0 ? [element] : lines).map((line) => {
    if (line !== element) y += number(line, 'dy');
    return {
      x: origin.x,
      y,
      text: line.textContent ?? '',
      role: /role-([a-z-]+)/.exec(role)![1],
      size: parseFloat(element.getAttribute('font-size')!),
      anchor: element.getAttribute('text-anchor') ?? 'start',
      upright: !element.getAttribute('transform')!.includes('rotate(-90)'),
    };
  });
}

function rectangle({ element, origin }: Found): Rectangle {
  const match = /^M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)h/.exec(element.getAttribute('d')!);
  const [x, y, width, height] = match!.slice(1).map(Number);
  return { x: origin.x + x, y: origin.y + y, width, height, fill: element.getAttribute('fill') ?? '' };
}

const line = ({ element, origin }: Found): Line => ({
  ...origin,
  x2: origin.x + number(element, 'x2'),
  y2: origin.y + number(element, 'y2'),
  stroke: element.getAttribute('stroke') ?? '',
  dash: element.getAttribute('stroke-dasharray') ?? '',
});

const curve = ({ element }: Found): Curve => ({
  path: element.getAttribute('d')!,
  stroke: element.getAttribute('stroke') ?? '',
  fill: element.getAttribute('fill') ?? '',
  dash: element.getAttribute('stroke-dasharray') ?? '',
});
