import { RandomStream } from '@loci/random';
import fc from 'fast-check';
import { createEpisodeTask, episodeTask, episodeTasks } from '../src/index.js';
import type { EpisodeInstance, EpisodeTaskName } from '../src/index.js';

const names = Object.keys(episodeTasks) as EpisodeTaskName[];

/** The symbols of an episode as text. */
function texts(name: EpisodeTaskName, level: number, seed: number) {
  const task = createEpisodeTask(name);
  const { surface, target, start } = task.instance(RandomStream.fromSeed(seed), level);
  const text = (symbols: readonly number[]) =>
    symbols.map((symbol) => (symbol === 0 ? ' ' : task.glyphs[symbol - 1])).join('');
  return { rows: surface.map(text), target: text(target), start };
}

const levels = fc.integer({ min: 1, max: 12 });
const seeds = fc.nat({ max: 1000 });

const reversed = (text: string): string => [...text].reverse().join('');

const repetition = (tape: string): string => `${tape.slice(1, -1).repeat(Number(tape[0]))}.`;

/** The last letter is drawn as a star. */
const inOrder = (letters: string): string =>
  [...letters.replaceAll('*', '~')].sort().join('').replaceAll('~', '*');

/** What is wanted, worked out from the text on the tape. */
const wanted: Readonly<Record<string, (tape: string) => string>> = {
  copy: (tape) => tape,
  'duplicated-input': (tape) => tape.replace(/(.)\1\1/g, '$1'),
  reverse: (tape) => `${reversed(tape.slice(0, -1))}.`,
  'forward-reverse': (tape) => `${reversed(tape.slice(0, -1))}.`,
  'repeat-copy': repetition,
  'forward-repeat-copy': repetition,
  sorting: (tape) => `${inOrder(tape.slice(0, -1))}.`,
  'ternary-addition': (tape) => {
    const [first, second] = tape.slice(0, -1).split('+');
    return `${reversed((parseInt(first, 3) + parseInt(second, 3)).toString(3))}.`;
  },
};

test.each(Object.keys(wanted) as EpisodeTaskName[])('%s wants what the tape says', (name) => {
  fc.assert(
    fc.property(levels, seeds, (level, seed) => {
      const { rows, target, start } = texts(name, level, seed);
      expect(target).toBe(wanted[name](rows[0]));
      expect(start).toEqual([0, 0]);
    }),
    { seed: 1 },
  );
});

test.each([
  ['addition', (numbers: readonly number[]) => numbers[0] + numbers[1]],
  ['three-addition', (numbers: readonly number[]) => numbers[0] + numbers[1] + numbers[2]],
  ['multiplication', (numbers: readonly number[]) => numbers[0] * numbers[1]],
] as const)('%s wants the result, from its last digit on', (name, compute) => {
  fc.assert(
    fc.property(levels, seeds, (level, seed) => {
      const { rows, target } = texts(name, level, seed);
      expect(reversed(target)).toBe(String(compute(rows.map(Number))));
    }),
    { seed: 1 },
  );
});

/** Steps that were counted by hand at level 3, the end marker included. */
test.each([
  // A B C . are written where they stand.
  ['copy', 4],
  // AAABBBCCC. is walked over.
  ['duplicated-input', 10],
  // Forth over A B C and to the end marker, back over C B A, and the marker is written beyond them.
  ['reverse', 8],
  // The same four steps forth, and the memory read back in four.
  ['forward-reverse', 8],
] as const)('the shortest solution of %s takes as many steps as by hand', (name, steps) => {
  expect(createEpisodeTask(name).instance(RandomStream.fromSeed(1), 3).shortest).toBe(steps);
});

test.each(['repeat-copy', 'forward-repeat-copy'] as const)(
  'the shortest solution of %s goes over the letters again and again, and back between',
  (name) => {
    // The count and A B C; with each repetition the end marker, C B A, the count and A B C; the end marker.
    const byHand = { 2: 1 + 3 + (1 + 3 + 1 + 3) + 1, 3: 1 + 3 + 2 * (1 + 3 + 1 + 3) + 1 };
    const random = RandomStream.fromSeed(1);
    const counts = new Set<number>();
    for (let i = 0; i < 20; i++) {
      const { target, shortest } = createEpisodeTask(name).instance(random, 3);
      const count = (target.length - 1) / 3;
      counts.add(count);
      expect(shortest).toBe(byHand[count as 2 | 3]);
    }
    expect([...counts].sort()).toEqual([2, 3]);
  },
);

/** For each symbol of the target, which cells of the surface must have been seen before it can be known. */
const known: Readonly<Record<string, (instance: EpisodeInstance) => readonly (readonly Cell[])[]>> = {
  addition: columnByColumn,
  'three-addition': columnByColumn,
  multiplication: ({ surface, start, target }) =>
    columnByColumn({ surface: [surface[0]], target }).map((cells) => [...cells, start]),
  walk: ({ surface, start, target }) => {
    const way = wayOf(surface, start, target.length);
    return way.map((_, index) => way.slice(0, index + 1));
  },
};

type Cell = readonly [row: number, column: number];

/** A digit of a result depends on its column and all those to the right; a last carry on all. */
function columnByColumn({ surface, target }: Pick<EpisodeInstance, 'surface' | 'target'>): Cell[][] {
  const columns = surface[0].length;
  return target.map((_, digit) =>
    surface.flatMap((row, down) =>
      row.flatMap((_, right) => (right >= columns - 1 - digit ? [[down, right] as const] : [])),
    ),
  );
}

/** The cells of the letters on the way. */
function wayOf(surface: EpisodeInstance['surface'], start: Cell, letters: number): Cell[] {
  const arrows = { 6: [0, -1], 7: [0, 1], 8: [-1, 0], 9: [1, 0] } as Readonly<Record<number, Cell>>;
  const way: Cell[] = [];
  let [row, column] = start;
  let direction: Cell = [0, 0];
  while (way.length < letters) {
    const symbol = surface[row][column];
    if (symbol in arrows) direction = arrows[symbol];
    else way.push([row, column]);
    [row, column] = [row + direction[0], column + direction[1]];
  }
  return way;
}

/**
 * The fewest steps, by searching all ways of the head in breadth. In a step the symbol under the head is seen, then at most
 * one symbol is written, then the head moves. To write earlier is never worse, so that what can be written is.
 */
function fewestSteps(
  instance: EpisodeInstance,
  moves: readonly Cell[],
  needs: readonly (readonly Cell[])[],
): number {
  const cells = new Map(
    instance.surface
      .flatMap((row, down) => row.flatMap((symbol, right) => (symbol === 0 ? [] : [`${down},${right}`])))
      .map((name, index) => [name, 1 << index] as const),
  );
  const bitOf = ([row, column]: Cell): number => cells.get(`${row},${column}`) ?? 0;
  const masks = needs.map((its) => its.reduce((mask, cell) => mask | bitOf(cell), 0));
  const [rows, columns] = [instance.surface.length, instance.surface[0].length];
  let front = [{ place: instance.start as Cell, seen: 0, written: 0 }];
  const visited = new Set<string>();
  for (let steps = 1; ; steps++) {
    const next: typeof front = [];
    for (const { place, seen, written } of front) {
      const sees = seen | bitOf(place);
      const writes = (masks[written] & ~sees) === 0 ? written + 1 : written;
      if (writes === masks.length) return steps;
      for (const [down, right] of moves) {
        const [row, column] = [place[0] + down, place[1] + right];
        const key = [row, column, sees, writes].join();
        if (row < -1 || column < -1 || row > rows || column > columns || visited.has(key)) continue;
        visited.add(key);
        next.push({ place: [row, column], seen: sees, written: writes });
      }
    }
    front = next;
  }
}

test.each([
  ['addition', 4],
  ['three-addition', 3],
  ['multiplication', 5],
  ['walk', 6],
] as const)(
  'the shortest solution of %s takes as many steps as the shortest way of the head',
  (name, highest) => {
    const task = createEpisodeTask(name);
    const longest = new Map<number, number>();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: highest }), seeds, (level, seed) => {
        const instance = task.instance(RandomStream.fromSeed(seed), level);
        expect(instance.shortest).toBe(fewestSteps(instance, task.moves, known[name](instance)));
        longest.set(level, Math.max(longest.get(level) ?? 0, instance.shortest));
      }),
      { seed: 1, numRuns: 150 },
    );
    // There is room for the longest, and no more.
    for (const [level, steps] of longest) expect(task.extent(level).shortest).toBe(steps);
  },
);

test('the way of walk leads over all letters that are wanted', () => {
  const directions: Readonly<Record<string, readonly [number, number]>> = {
    '<': [0, -1],
    '>': [0, 1],
    '^': [-1, 0],
    v: [1, 0],
  };
  fc.assert(
    fc.property(levels, seeds, (level, seed) => {
      const { rows, target, start } = texts('walk', level, seed);
      let [row, column] = start;
      let direction: readonly [number, number] = [0, 0];
      let letters = '';
      while (letters.length < level) {
        const symbol = rows[row][column];
        if (symbol in directions) direction = directions[symbol];
        else letters += symbol;
        [row, column] = [row + direction[0], column + direction[1]];
      }
      expect(letters).toBe(target);
    }),
    { seed: 1 },
  );
});

test.each(names)('%s: batches are padded to their room, and every episode fits', (name) => {
  const task = createEpisodeTask(name);
  fc.assert(
    fc.property(levels, fc.nat({ max: 5 }), seeds, (level, more, seed) => {
      const room = level + more;
      const random = RandomStream.fromSeed(seed);
      const levels = [level, room, 1];
      const batch = task.sample(random, { levels, room });
      const again = RandomStream.fromSeed(seed);
      const { rows, columns, outputs } = task.extent(room);
      expect(batch.surface.shape).toEqual([3, rows, columns]);
      expect(batch.targets.shape).toEqual([3, outputs]);
      for (let index = 0; index < 3; index++) {
        const { surface, start, target, shortest } = task.instance(again, levels[index]);
        const place = (row: number, column: number) =>
          batch.surface.values[(index * rows + row) * columns + column];
        surface.forEach((cells, row) => {
          expect(cells.length).toBeLessThanOrEqual(columns);
          cells.forEach((symbol, column) => expect(place(row, column)).toBe(symbol));
        });
        expect([...batch.start.values.subarray(2 * index, 2 * index + 2)]).toEqual(start);
        expect([...batch.targets.values.subarray(index * outputs, index * outputs + target.length)]).toEqual(
          target,
        );
        expect(batch.outputs.values[index]).toBe(target.length);
        expect(batch.steps.values[index]).toBeGreaterThan(shortest);
        expect(batch.steps.values[index]).toBeLessThanOrEqual(batch.time);
        expect(shortest).toBeGreaterThanOrEqual(target.length);
      }
      expect(random.state).toEqual(again.state);
    }),
    { seed: 1, numRuns: 20 },
  );
});

test.each([
  ['repeat-copy', 4],
  // Twice there is a way back over the memory that can be gone too far.
  ['forward-repeat-copy', 13],
] as const)('%s has steps to spare', (name, spare) => {
  const task = createEpisodeTask(name);
  const { steps, time } = task.sample(RandomStream.fromSeed(1), { levels: [6] });
  expect(steps.values[0] - task.instance(RandomStream.fromSeed(1), 6).shortest).toBe(spare);
  expect(time - task.extent(6).shortest).toBe(spare);
});

test('draws an episode', () => {
  const task = episodeTask({
    ...createEpisodeTask('copy'),
    instance: () => ({
      surface: [
        [1, 2],
        [0, 3],
      ],
      start: [1, 1],
      target: [2, 3],
      shortest: 2,
    }),
  });
  expect(task.example(RandomStream.fromSeed(1))).toBe(
    ['copy, level 5: the head starts at [ ]', 'input   A  B', '          [C]', 'output  B  C'].join('\n'),
  );
});

test('says what is out of range', () => {
  expect(() => createEpisodeTask('revers')).toThrow(
    "unknown task that is played 'revers', did you mean 'reverse'?",
  );
  expect(() => episodeTasks.copy({ symbols: 3 })).toThrow('symbols must be an integer in [4, 30], got 3');
  const task = createEpisodeTask('copy');
  const random = RandomStream.fromSeed(1);
  expect(() => task.sample(random, { levels: [0] })).toThrow('level of copy must be an integer in [1, 1000]');
  expect(() => task.sample(random, { levels: [1, 3], room: 2 })).toThrow(
    'room must be an integer in [3, 1000]',
  );
  expect(() => task.sample(random, { levels: [] })).toThrow(
    'levels must have one for each episode, got none',
  );
});
