/**
 * Where each symbol occurs, as a tree of sums: the gradient of an embedding. The gradient of a symbol's row is the sum over
 * its occurrences, however many these are; tfjs's own (UnsortedSegmentSum) is slow or missing on most backends. Here the
 * occurrences, sorted by symbol, are cut into groups of a fixed size that never mix symbols; the sums of the groups are
 * grouped again, until every symbol is one group. All shapes depend on the size of the batch alone, so that one compiled
 * program serves all batches of a size.
 */

/** Group 0 of every level is empty: what pads other groups refers to its sum, which is 0. */
const EMPTY = 1;

/** Members of a group. A larger one wastes places at the end of each symbol's last group, a smaller one needs more levels. */
const FAN = 16;

/** One level of the tree: each row lists the items whose sum it is. */
export interface Level {
  /** `[groups, fan]` in row-major order */
  readonly items: Int32Array;
  readonly groups: number;
  readonly fan: number;
}

/** How many groups a level has at most, and how many items each of them sums. */
interface LevelSize {
  readonly groups: number;
  readonly fan: number;
}

/** The levels for any batch of so many occurrences; in the last one group v is symbol v. */
export function levelSizes(occurrences: number, symbols: number): readonly LevelSize[] {
  const sizes: LevelSize[] = [];
  let all = occurrences;
  let ofOneSymbol = occurrences;
  while (ofOneSymbol > FAN) {
    const groups = Math.min(all, Math.floor((all + symbols * (FAN - 1)) / FAN));
    sizes.push({ groups: EMPTY + groups, fan: FAN });
    all = groups;
    ofOneSymbol = Math.ceil(ofOneSymbol / FAN);
  }
  return [...sizes, { groups: symbols, fan: Math.max(1, ofOneSymbol) }];
}

/**
 * @param symbolOf the symbol of each occurrence; those with `counts` 0 are left out.
 * @returns the levels; the items of the first are places in `symbolOf`, or -1 for nothing, those of the others are groups
 *   of the level before.
 */
export function occurrenceTree(
  symbolOf: Int32Array,
  counts: (occurrence: number) => boolean,
  symbols: number,
): readonly Level[] {
  const [sizes, { sorted, ends }] = [
    levelSizes(symbolOf.length, symbols),
    sortBySymbol(symbolOf, counts, symbols),
  ];
  // What is summed on a level, by symbol: the occurrences first, then the groups of the level before, numbered from EMPTY.
  let itemAt = (place: number): number => sorted[place];
  let bounds = ends;
  return sizes.map(({ groups, fan }, index) => {
    const items = new Int32Array(groups * fan).fill(index === 0 ? -1 : 0);
    const isLast = index === sizes.length - 1;
    const nextBounds = new Int32Array(symbols);
    let group = EMPTY;
    for (let symbol = 0; symbol < symbols; symbol++) {
      const start = symbol === 0 ? 0 : bounds[symbol - 1];
      const size = bounds[symbol] - start;
      const first = (isLast ? symbol : group) * fan;
      // A symbol's groups follow each other, so its items do too.
      for (let i = 0; i < size; i++) items[first + i] = itemAt(start + i);
      group += Math.ceil(size / fan);
      nextBounds[symbol] = group - EMPTY;
    }
    itemAt = (place) => place + EMPTY;
    bounds = nextBounds;
    return { items, groups, fan };
  });
}

/** Counting sort: the occurrences that count, by symbol, and where each symbol's end. */
function sortBySymbol(
  symbolOf: Int32Array,
  counts: (occurrence: number) => boolean,
  symbols: number,
): { readonly sorted: Int32Array; readonly ends: Int32Array } {
  const ends = new Int32Array(symbols);
  for (let i = 0; i < symbolOf.length; i++) if (counts(i)) ends[symbolOf[i]]++;
  let before = 0;
  for (let symbol = 0; symbol < symbols; symbol++) {
    const here = ends[symbol];
    ends[symbol] = before;
    before += here;
  }
  const sorted = new Int32Array(before);
  for (let i = 0; i < symbolOf.length; i++) if (counts(i)) sorted[ends[symbolOf[i]]++] = i;
  return { sorted, ends };
}
