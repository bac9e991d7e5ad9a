/**
 * Which of the things that an axis counts from 1 are numbered: the first, and every second, fifth, tenth, ... as there is
 * room.
 *
 * @param size - pixels from one to the next
 * @param room - pixels that a number needs
 */
export function ticks(count: number, size: number, room: number): readonly number[] {
  const every = roundSteps.find((step) => step * size >= room) ?? count;
  const multiples = Array.from({ length: Math.floor(count / every) }, (_, index) => (index + 1) * every);
  // The first is a short number, and as much is missing to the next one.
  const first = every > 1 && (every - 1) * size >= 0.8 * room ? [1] : [];
  return multiples.length > 0 ? [...first, ...multiples] : [1];
}

const roundSteps = [1, 10, 100, 1000, 10_000].flatMap((power) => [power, 2 * power, 5 * power]);
