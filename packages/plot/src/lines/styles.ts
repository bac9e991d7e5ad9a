/**
 * How series are told apart: by colour (Okabe and Ito's, made for all kinds of colour vision, without their yellow, which
 * is faint on white), by dashes and by the shapes of points, so never by colour alone.
 */
export const seriesStyles: readonly {
  readonly color: string;
  readonly dash: readonly number[];
  readonly shape: string;
}[] = [
  { color: '#0072b2', dash: [1, 0], shape: 'circle' },
  { color: '#d55e00', dash: [7, 3], shape: 'square' },
  { color: '#009e73', dash: [2, 2], shape: 'triangle-up' },
  { color: '#cc79a7', dash: [9, 3, 2, 3], shape: 'diamond' },
  { color: '#000000', dash: [4, 4], shape: 'cross' },
  { color: '#e69f00', dash: [12, 3], shape: 'triangle-down' },
  { color: '#56b4e9', dash: [1, 4], shape: 'triangle-left' },
  { color: '#707070', dash: [6, 2, 2, 2, 2, 2], shape: 'triangle-right' },
];
