/** What the optimal predictor is compared with: counting anew for each bit, and probabilities of whole sequences. */

/** How often a zero and a one followed the same context earlier in a sequence, by a search through all of it. */
function countsBefore(bits: readonly number[], index: number, context: number): [number, number] {
  const counts: [number, number] = [0, 0];
  for (let earlier = context; earlier < index; earlier++) {
    let isSame = true;
    for (let back = 1; back <= context; back++) {
      if (bits[earlier - back] !== bits[index - back]) isSame = false;
    }
    if (isSame) counts[bits[earlier] as 0 | 1]++;
  }
  return counts;
}

/** A predictor that adds a constant to the counts; 1/2 is the optimal one for the same order. */
export const addConstant =
  (constant: number, order: number) =>
  (bits: readonly number[], index: number): number => {
    if (index < order - 1) return 0.5;
    const [zeros, ones] = countsBefore(bits, index, order - 1);
    return (ones + constant) / (zeros + ones + 2 * constant);
  };

/**
 * The probability of a certain row of zeros and ones from a coin whose bias is drawn from Beta(1/2, 1/2). With the bias
 * p = sin(a)^2, a is uniform; the mean over a of a trigonometric polynomial is that over enough points of a period.
 */
function probabilityOfRow(zeros: number, ones: number): number {
  const points = zeros + ones + 1;
  let sum = 0;
  for (let point = 0; point < points; point++) {
    const angle = (Math.PI * point) / points;
    sum += Math.sin(angle) ** (2 * ones) * Math.cos(angle) ** (2 * zeros);
  }
  return sum / points;
}

/** The probability of a sequence whose n-gram table is not known. */
export function probabilityOfSequence(bits: readonly number[], order: number): number {
  const counts = new Map<string, [number, number]>();
  for (let index = order - 1; index < bits.length; index++) {
    const context = bits.slice(index - order + 1, index).join('');
    const before = counts.get(context) ?? [0, 0];
    before[bits[index] as 0 | 1]++;
    counts.set(context, before);
  }
  const fair = 0.5 ** Math.min(bits.length, order - 1);
  return [...counts.values()].reduce(
    (product, [zeros, ones]) => product * probabilityOfRow(zeros, ones),
    fair,
  );
}

/** All sequences of so many bits. */
export const allSequences = (length: number): number[][] =>
  Array.from({ length: 2 ** length }, (_, number) =>
    Array.from({ length }, (_, index) => Math.floor(number / 2 ** index) % 2),
  );
