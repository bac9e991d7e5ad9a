import { scale, scheme } from 'vega';
import { vegaColourScale } from '../../src/heatmaps/colours.js';
import { components } from '../support/paint.js';
import { difference, lightness, visions } from '../support/vision.js';

type Colour = ReturnType<typeof components>;

/** What Vega makes of the scale, at a few places from end to end. */
function samples(low: number, high: number, count: number): readonly Colour[] {
  const {
    range,
    scheme: name,
    domain,
  } = { range: undefined, scheme: undefined, ...vegaColourScale({ low, high }) };
  const values = Array.from({ length: count }, (_, index) => low + (index / (count - 1)) * (high - low));
  if (name) return values.map((value) => components(scheme(name)(value)));
  const stops = range!.map((_, index) => domain[0] + (index / (range!.length - 1)) * (domain[1] - domain[0]));
  const colours = scale('linear')().domain(stops).range(range!);
  return values.map((value) => components(colours(value)));
}

const pairs = <Item>(items: readonly Item[]) =>
  items.slice(1).map((item, index) => [items[index], item] as const);

test('magnitudes grow lighter from end to end', () => {
  const light = samples(0, 1, 21).map(lightness);
  for (const [one, next] of pairs(light)) expect(next).toBeGreaterThan(one + 2);
});

test('signed numbers grow darker away from zero, the negative ones further', () => {
  const light = samples(-1, 1, 21).map(lightness);
  const zero = light[10];
  expect(zero).toBeGreaterThan(95);
  for (const [one, next] of pairs(light.slice(0, 11))) expect(next).toBeGreaterThan(one);
  for (const [one, next] of pairs(light.slice(10))) expect(next).toBeLessThan(one);
  // In grey, everything below this lightness is negative.
  expect(light[20]).toBeGreaterThan(60);
  expect(light[5]).toBeLessThan(60);
});

test.each(visions)('neighbouring and opposite colours differ for %s vision', (vision) => {
  for (const colours of [samples(0, 1, 13), samples(-1, 1, 13)]) {
    for (const [one, next] of pairs(colours)) expect(difference(one, next, vision)).toBeGreaterThan(4);
  }
  const signed = samples(-1, 1, 13);
  for (let index = 0; index < 5; index++) {
    expect(difference(signed[index], signed[12 - index], vision)).toBeGreaterThan(15);
  }
});
