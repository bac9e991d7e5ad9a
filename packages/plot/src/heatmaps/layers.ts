/**
 * What a panel is drawn with. Positions are counted in cells: column x reaches from x to x + 1. All layers take x and y from
 * the fields of these names.
 */
import type { Boundary } from '../picture.js';
import type { Layer } from '../specification.js';
import { fontSizes, textWidth } from '../theme.js';
import type { Drawing } from './cells.js';
import type { CheckedPanel } from './panel.js';
import type { CellSize } from './sizes.js';

const greys = { missing: '#bdbdbd', blank: '#ececec', dark: '#1a1a1a', light: '#ffffff' };

const toOtherEnd = { x2: { field: 'x2' }, y2: { field: 'y2' } } as const;

/** The values, as rectangles in their colours. */
export function valueLayer({ ground, cells }: Drawing, { grid }: CheckedPanel, colour: object): Layer {
  const all = { x: 0, x2: grid.columns, y: 0, y2: grid.rows, value: ground };
  return {
    data: { values: Number.isNaN(ground) ? [...cells] : [all, ...cells] },
    mark: { type: 'rect' },
    encoding: { ...toOtherEnd, color: { field: 'value', type: 'quantitative', ...colour } },
  };
}

/** A minus in each negative cell that is large enough, so that the sign is not told by colour alone. */
export function minusLayer(
  { grid, colours: { low, high } }: CheckedPanel,
  { width, height }: CellSize,
): readonly Layer[] {
  if (low >= 0 || Math.min(width, height) < roomForMinus) return [];
  const margin = 0.3;
  const minuses = [...grid.values].flatMap((value, index) => {
    // What is drawn white because it is nearly zero has no sign worth showing.
    if (!(value < -high / 50)) return [];
    const x = index % grid.columns;
    const y = Math.floor(index / grid.columns) + 0.5;
    return [{ x: x + margin, x2: x + 1 - margin, y, ink: value < low / 3 ? greys.light : greys.dark }];
  });
  return [
    {
      data: { values: minuses },
      mark: { type: 'rule' },
      encoding: { x2: toOtherEnd.x2, color: { field: 'ink', type: 'nominal', scale: null } },
    },
  ];
}

/** In pixels. */
const roomForMinus = 6;

/** What is not a number: grey, and crossed from corner to corner. */
export function missingLayers({ missing }: Drawing): readonly Layer[] {
  if (missing.length === 0) return [];
  const fallingAndRising = missing.flatMap(({ x, x2, y, y2 }) => [
    { x, x2, y, y2 },
    { x, x2, y: y2, y2: y },
  ]);
  return [
    {
      data: { values: [...missing] },
      mark: { type: 'rect', color: greys.missing },
      encoding: toOtherEnd,
    },
    {
      data: { values: fallingAndRising },
      mark: { type: 'rule', color: greys.dark, strokeWidth: 0.5 },
      encoding: toOtherEnd,
    },
  ];
}

/** Steps that are left blank, and what is said there if there is room. */
export function blankLayers({ grid, blank }: CheckedPanel, { width, height }: CellSize): readonly Layer[] {
  const spans = stretches(blank.steps).map(([x, x2]) => ({ x, x2, y: 0, y2: grid.rows }));
  if (spans.length === 0) return [];
  const words = spans
    .filter(({ x, x2 }) => (x2 - x) * width >= textWidth(blank.label, fontSizes.label) + 8)
    .map(({ x, x2, y2 }) => ({ x: (x + x2) / 2, y: y2 / 2, label: blank.label }));
  return [
    { data: { values: spans }, mark: { type: 'rect', color: greys.blank }, encoding: toOtherEnd },
    ...(grid.rows * height >= fontSizes.label ? [wordsLayer(words)] : []),
  ];
}

const wordsLayer = (words: readonly object[]): Layer => ({
  data: { values: [...words] },
  mark: { type: 'text', color: greys.dark, fontSize: fontSizes.label, align: 'center', baseline: 'middle' },
  encoding: { text: { field: 'label', type: 'nominal' } },
});

/** Where something is true: from each such index to the one after the last. */
function stretches(flags: readonly boolean[]): readonly (readonly [from: number, to: number])[] {
  const edges = flags.flatMap((flag, index) => (flag === (flags[index - 1] ?? false) ? [] : [index]));
  if (flags.at(-1)) edges.push(flags.length);
  return edges.flatMap((from, index) => (index % 2 === 0 ? [[from, edges[index + 1]] as const] : []));
}

/** Dashed lines from top to bottom before some steps, dark on light so that they are seen on every colour. */
export function boundaryLayers({ grid }: CheckedPanel, boundaries: readonly Boundary[]): readonly Layer[] {
  if (boundaries.length === 0) return [];
  const lines = boundaries.map(({ at }) => ({ x: at - 1, y: 0, y2: grid.rows }));
  const layer = (mark: object): Layer => ({
    data: { values: lines },
    mark: { type: 'rule', ...mark },
    encoding: { y2: toOtherEnd.y2 },
  });
  return [
    layer({ color: greys.light, strokeWidth: 2 }),
    layer({ color: greys.dark, strokeWidth: 1, strokeDash: [4, 3] }),
  ];
}
