import { RandomStream } from '@loci/random';

/** The largest number that goes into anything: what a model in good health emits is far below it. */
const HUGE = 1e9;

const SPECIAL = [0, 1e-30, 1e-6, 1, 30, 1e4, HUGE];

type Draw = (random: RandomStream) => number;

const signed = (size: number, random: RandomStream): number => (random.bernoulli() ? size : -size);

/** Kinds of numbers, the plainest first: that is where fast-check shrinks to. */
export const numbers = {
  zero: () => 0,
  normal: (random) => random.normal(),
  constant: () => 1e-6,
  tiny: (random) => 1e-30 * random.normal(),
  large: (random) => 1e4 * random.normal(),
  huge: (random) => signed(HUGE, random),
  mixed: (random) => signed(SPECIAL[random.integer(0, SPECIAL.length - 1)], random),
} as const satisfies Readonly<Record<string, Draw>>;

type Row = (places: number, random: RandomStream) => number[];

const fill = (places: number, weight: Draw, random: RandomStream): number[] =>
  Array.from({ length: places }, () => weight(random));

function scaled(weights: number[], total: number): number[] {
  const sum = weights.reduce((before, weight) => before + weight, 0);
  return weights.map((weight) => (total * weight) / sum);
}

const random: Row = (places, stream) =>
  scaled(
    fill(places, (from) => from.uniform(0.1, 1), stream),
    1,
  );

/** Kinds of weightings that sum to one. */
export const wholeWeightings = {
  random,
  uniform: (places: number) => fill(places, () => 1 / places, RandomStream.fromSeed(0)),
  'one-hot': (places, stream) => {
    const chosen = stream.integer(0, places - 1);
    return Array.from({ length: places }, (_, place) => (place === chosen ? 1 : 0));
  },
  /** Weights from 1 down to what float32 can hardly hold. */
  steep: (places, stream) =>
    scaled(
      fill(places, (from) => 10 ** -from.uniform(0, 36), stream),
      1,
    ),
} as const satisfies Readonly<Record<string, Row>>;

/** Kinds of weightings that have lost weight. */
export const partialWeightings = {
  partial: (places, stream) => scaled(random(places, stream), stream.uniform(0, 1)),
  empty: (places: number) => new Array<number>(places).fill(0),
} as const satisfies Readonly<Record<string, Row>>;

export const wholeKinds = Object.keys(wholeWeightings) as readonly WholeKind[];
export const partialKinds = Object.keys(partialWeightings) as readonly PartialKind[];
export const everyWeighting: readonly WeightingKind[] = [...wholeKinds, ...partialKinds];

export type NumberKind = keyof typeof numbers;
export type WholeKind = keyof typeof wholeWeightings;
export type PartialKind = keyof typeof partialWeightings;
export type WeightingKind = WholeKind | PartialKind;
