import { ofKind, STEPS } from './statement.js';
import type { Side, Statement } from './statement.js';

/** The next thing on a side of another: what is told, read from both ends. */
function neighbours(statements: readonly Statement[]) {
  return ofKind(statements, 'beside').flatMap(({ subject, side, object }) => {
    const [east, north] = STEPS[side];
    return [
      { from: object, to: subject, east, north },
      { from: subject, to: object, east: -east, north: -north },
    ];
  });
}

/** 'What is north of the kitchen?' */
export function whatIsBeside(statements: readonly Statement[], side: Side, object: string): string[] {
  const [east, north] = STEPS[side];
  const found = neighbours(statements).filter(
    (each) => each.from === object && each.east === east && each.north === north,
  );
  return [...new Set(found.map(({ to }) => to))];
}

/** 'What is the kitchen north of?' */
export function whatIsItBeside(statements: readonly Statement[], subject: string, side: Side): string[] {
  const [east, north] = STEPS[side];
  const found = neighbours(statements).filter(
    (each) => each.to === subject && each.east === east && each.north === north,
  );
  return [...new Set(found.map(({ from }) => from))];
}

/** 'Is the triangle above the square?', from steps on a grid. */
export function isBeside(
  statements: readonly Statement[],
  subject: string,
  side: Side,
  object: string,
): string[] {
  const cells = new Map<string, readonly [number, number]>([[object, [0, 0]]]);
  // Each round finds what lies beside something found before.
  for (let round = 0; round <= statements.length; round++) {
    for (const { from, to, east, north } of neighbours(statements)) {
      const cell = cells.get(from);
      if (cell && !cells.has(to)) cells.set(to, [cell[0] + east, cell[1] + north]);
    }
  }
  const cell = cells.get(subject);
  if (!cell) return ['yes', 'no'];
  const [east, north] = STEPS[side];
  return [cell[0] * east + cell[1] * north > 0 ? 'yes' : 'no'];
}

/** 'How do you go from the kitchen to the office?': all ways as short as the shortest one. */
export function waysBetween(statements: readonly Statement[], start: string, end: string): string[] {
  const steps = neighbours(statements);
  const letter = (east: number, north: number) =>
    north === 0 ? (east > 0 ? 'e' : 'w') : north > 0 ? 'n' : 's';
  let ways = [{ place: start, letters: [] as string[] }];
  for (let length = 0; length < steps.length; length++) {
    ways = ways.flatMap(({ place, letters }) =>
      steps
        .filter(({ from }) => from === place)
        .map(({ to, east, north }) => ({ place: to, letters: [...letters, letter(east, north)] })),
    );
    const arrived = ways.filter(({ place }) => place === end);
    if (arrived.length > 0) return [...new Set(arrived.map(({ letters }) => letters.join()))];
  }
  return [];
}

/** 'Is the box bigger than the chest?', by any number of steps. */
export function isBigger(statements: readonly Statement[], one: string, other: string): string[] {
  const facts = ofKind(statements, 'bigger');
  const reaches = (start: string, end: string): boolean => {
    const found = new Set([start]);
    for (const thing of found) {
      for (const { bigger, smaller } of facts) if (bigger === thing) found.add(smaller);
    }
    return found.has(end) && start !== end;
  };
  const answers = [reaches(one, other) ? 'yes' : '', reaches(other, one) ? 'no' : ''].filter(Boolean);
  return answers.length > 0 ? answers : ['yes', 'no'];
}
