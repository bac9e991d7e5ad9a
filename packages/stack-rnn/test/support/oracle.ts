/** The equations of the papers as plain loops over numbers, for one sequence and one memory at a time. */
export type Vector = readonly number[];
/** What each place holds. */
export type Places = readonly Vector[];

/** The expectation over actions of what a memory holds next, each action carried out whole on its own. */
export function expectation(
  memory: Places,
  probabilities: Vector,
  outcomes: readonly ((memory: Places) => Places)[],
): number[][] {
  return memory.map((cell, place) =>
    cell.map((_, index) =>
      outcomes.reduce(
        (sum, outcome, action) => sum + probabilities[action]! * outcome(memory)[place]![index]!,
        0,
      ),
    ),
  );
}

const emptyCell = (memory: Places, empty: number): Vector => memory[0]!.map(() => empty);

/** Push, pop, no-op. */
export const stackOutcomes = (value: Vector, empty: number) => [
  (memory: Places) => [value, ...memory.slice(0, -1)],
  (memory: Places) => [...memory.slice(1), emptyCell(memory, empty)],
  (memory: Places) => memory,
];

/** The head goes left, goes right, inserts. */
export const listOutcomes = (value: Vector, empty: number) => [
  (memory: Places) => [emptyCell(memory, empty), ...memory.slice(0, -1)],
  (memory: Places) => [...memory.slice(1), emptyCell(memory, empty)],
  (memory: Places) => {
    const head = (memory.length - 1) / 2;
    return [...memory.slice(1, head + 1), value, ...memory.slice(head + 1)];
  },
];

/** The value is written; then the ring stays, moves by a place, or jumps. */
export const tapeOutcomes = (value: Vector, jump: number) =>
  [0, -1, 1, -jump, jump].map((offset) => (memory: Places) => {
    const written = [value, ...memory.slice(1)];
    const size = memory.length;
    return written.map((_, place) => written[(((place - offset) % size) + size) % size]!);
  });

/** x W + b */
export const affine = (x: Vector, kernel: readonly Vector[], bias: Vector): number[] =>
  bias.map((start, column) => x.reduce((sum, value, row) => sum + value * kernel[row]![column]!, start));

export function softmax(logits: Vector): number[] {
  const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

export const oneHot = (logits: Vector): number[] =>
  logits.map((_, index) => (index === logits.indexOf(Math.max(...logits)) ? 1 : 0));
