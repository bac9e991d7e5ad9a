import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { PLACES } from '../cast.js';
import { choose, drawUntil } from '../choose.js';
import { COMPASS, isSame, plus } from '../compass.js';
import type { Cell, Direction } from '../compass.js';
import { Draft } from '../draft.js';

/** Of the twelve answers four are straight, and all are equally likely. */
const STRAIGHT = 4 / 12;

/** The step from one place to the next one. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly direction: Direction;
}

/** Places on a grid, each beside one that was there before: a tree. */
function layOut(random: RandomStream): { cells: ReadonlyMap<string, Cell>; edges: readonly Edge[] } {
  const [first, ...others] = random.shuffle(PLACES);
  const cells = new Map<string, Cell>([[first, [0, 0]]]);
  const edges: Edge[] = [];
  for (const place of others) {
    const free = [...cells].flatMap(([from, cell]) =>
      COMPASS.map((direction) => ({ from, direction, cell: plus(cell, direction.step) })).filter(
        ({ cell }) => ![...cells.values()].some((taken) => isSame(taken, cell)),
      ),
    );
    const { from, direction, cell } = choose(random, free);
    cells.set(place, cell);
    edges.push({ from, to: place, direction });
  }
  return { cells, edges };
}

const turned = ({ from, to, direction }: Edge): Edge => ({
  from: to,
  to: from,
  direction: COMPASS.find(({ name }) => name === direction.opposite)!,
});

/** Two steps, one after the other. */
interface Way {
  readonly steps: readonly [Edge, Edge];
  readonly isStraight: boolean;
}

/** The ways of two steps; but none around a corner where the other corner is taken, which would make a second way. */
function waysOfTwo(cells: ReadonlyMap<string, Cell>, edges: readonly Edge[]): Way[] {
  const steps = edges.flatMap((edge) => [edge, turned(edge)]);
  const isTaken = (cell: Cell) => [...cells.values()].some((taken) => isSame(taken, cell));
  return steps.flatMap((one) =>
    steps
      .filter((other) => other.from === one.to && other.to !== one.from)
      .map((other): Way => ({ steps: [one, other], isStraight: one.direction.name === other.direction.name }))
      .filter(
        ({ isStraight, steps }) =>
          isStraight || !isTaken(plus(cells.get(one.from)!, steps[1].direction.step)),
      ),
  );
}

/** Task 19: how do you go from one of six places to another, two steps away? In letters: 's,e' is south, then east. */
export function pathFinding(random: RandomStream): Story {
  const draft = new Draft();
  const isStraight = random.bernoulli(STRAIGHT);
  const { edges, way } = drawUntil(() => {
    const { cells, edges } = layOut(random);
    const ways = waysOfTwo(cells, edges).filter((each) => each.isStraight === isStraight);
    return ways.length > 0 ? { edges, way: choose(random, ways).steps } : undefined;
  });
  const lines = new Map<string, number>();
  const pair = (...places: string[]) => places.sort().join();
  for (const edge of random.shuffle(edges)) {
    // 'The garden is south of the office': the step is from the office to the garden.
    const { from, to, direction } = random.bernoulli() ? edge : turned(edge);
    lines.set(pair(from, to), draft.tell(`The ${to} is ${direction.name} of the ${from}.`));
  }
  draft.ask({
    text: `How do you go from the ${way[0].from} to the ${way[1].to}?`,
    answer: way.map(({ direction }) => direction.name[0]).join(),
    supporting: way.map(({ from, to }) => lines.get(pair(from, to))!),
  });
  return draft.story;
}
