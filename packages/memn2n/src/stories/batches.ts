import type { RandomStream } from '@loci/random';

/** The items of a batch. */
export interface Batch<Item> {
  readonly items: readonly Item[];
  /** Places that the largest story of the batch needs, rounded up so that few sizes occur. */
  readonly places: number;
}

/** How items are cut into batches. */
export interface Cut<Item> {
  /** Items in a batch, >= 1. */
  readonly batch: number;
  /** The most places of a batch, >= 1. */
  readonly places: number;
  sizeOf(item: Item): number;
}

/** So many batches are drawn together and then sorted by size, so that the stories of a batch are about as long. */
const TOGETHER = 8;

/** Sizes that batches are padded to: each is at most a fifth larger than needed, and few programs are compiled. */
export function roundedPlaces(places: number, most: number): number {
  const step = Math.max(1, 2 ** Math.floor(Math.log2(Math.max(1, places)) - 2));
  return Math.min(most, Math.ceil(Math.max(1, places) / step) * step);
}

/**
 * Draws the batches of an epoch: every item at most once, in random order, stories of about the same length together. What
 * does not fill a batch is left to another epoch; if there are fewer items than one batch, they are one.
 */
export function drawBatches<Item>(
  items: readonly Item[],
  { batch, ...cut }: Cut<Item>,
  random: RandomStream,
): readonly Batch<Item>[] {
  const size = Math.min(batch, items.length);
  const drawn = random.shuffle(items).slice(0, items.length - (items.length % size));
  const batches: Batch<Item>[] = [];
  for (let start = 0; start < drawn.length; start += TOGETHER * size) {
    const together = drawn.slice(start, start + TOGETHER * size);
    batches.push(...inOrderOfSize(together, { batch: size, ...cut }));
  }
  return random.shuffle(batches);
}

/** Cuts items into batches of about the same size, the smallest first; the last one may have fewer items. */
export function inOrderOfSize<Item>(
  items: readonly Item[],
  { batch, places, sizeOf }: Cut<Item>,
): readonly Batch<Item>[] {
  const sorted = [...items].sort((a, b) => sizeOf(a) - sizeOf(b));
  return Array.from({ length: Math.ceil(items.length / batch) }, (_, index) => {
    const part = sorted.slice(index * batch, (index + 1) * batch);
    return { items: part, places: roundedPlaces(Math.max(...part.map(sizeOf)), places) };
  });
}
