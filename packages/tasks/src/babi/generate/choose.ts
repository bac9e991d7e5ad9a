import type { RandomStream } from '@loci/random';

/** One of some items, each as likely as the others. */
export const choose = <Item>(random: RandomStream, items: readonly Item[]): Item =>
  items[random.integer(0, items.length - 1)];

/** So many different ones of some items, in random order. */
export const chooseSeveral = <Item>(random: RandomStream, items: readonly Item[], count: number): Item[] =>
  random.shuffle(items).slice(0, count);

/** One of some items, each with a chance in proportion to its weight. */
export function chooseWeighted<Item>(
  random: RandomStream,
  items: readonly (readonly [Item, number])[],
): Item {
  const total = items.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random.uniform(0, total);
  for (const [item, weight] of items) {
    left -= weight;
    if (left < 0) return item;
  }
  return items[items.length - 1][0];
}

/** The first draw that is what is wanted; others are thrown away. */
export function drawUntil<Drawn>(draw: () => Drawn | undefined): Drawn {
  for (;;) {
    const drawn = draw();
    if (drawn !== undefined) return drawn;
  }
}
