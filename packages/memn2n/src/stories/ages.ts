import type { RandomStream } from '@loci/random';

/**
 * The age of each sentence of a story, the oldest first: `sentences`, ..., 2, 1.
 *
 * With `blanks`, as if empty sentences had been told in between (random noise, the paper's section 4.1): up to so large a
 * share of the story's sentences, rounded up, at random places. Only the ages show it, since an empty sentence says
 * nothing. Ages end at `oldest`.
 */
export function ages(
  sentences: number,
  oldest: number,
  blanks?: { readonly share: number; readonly random: RandomStream },
): Int32Array {
  const empty = new Set<number>();
  const count = blanks ? blanks.random.integer(0, Math.ceil(blanks.share * sentences)) : 0;
  while (blanks && empty.size < count) empty.add(blanks.random.integer(1, sentences + count));
  const result = new Int32Array(sentences);
  let age = 0;
  for (let place = sentences - 1; place >= 0; place--) {
    do age++;
    while (empty.has(age));
    result[place] = Math.min(oldest, age);
  }
  return result;
}
