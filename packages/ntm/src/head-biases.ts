import type { EmissionGroup } from '@loci/addressing';

/** A number for every value of that name, or one for each (as many as a head is emitted). */
export type HeadBiases = Readonly<Record<string, number | readonly number[]>>;

/**
 * Heads of the default addressing start by walking ahead, one place a step: a writer that visits a new place for every
 * input, and a reader that visits them in order, are what most sequence tasks want, and hard to find from a standstill.
 */
export function walkingAhead(shiftRange: number): HeadBiases {
  const offsets = Array.from({ length: 2 * shiftRange + 1 }, (_, tap) => tap - shiftRange);
  return { gate: -2, shift: offsets.map((offset) => (offset === 1 ? 1 : 0)) };
}

/**
 * The biases that the emissions start with, in the order of the controller's emission columns; 0 where nothing is said.
 *
 * @throws RangeError for a name that no head is emitted, or for another number of biases than a head is emitted values.
 */
export function headBiases(emissions: readonly EmissionGroup[], biases: HeadBiases): Float32Array {
  const sizes = Object.assign({}, ...emissions.map(({ emission }) => emission)) as Record<string, number>;
  for (const [name, bias] of Object.entries(biases)) {
    if (!(name in sizes)) {
      throw new RangeError(`headBiases.${name}: the heads are emitted ${Object.keys(sizes).join(', ')}`);
    }
    if (typeof bias !== 'number' && bias.length !== sizes[name]) {
      throw new RangeError(
        `headBiases.${name} must be a number or ${sizes[name]} numbers, got ${bias.length}`,
      );
    }
    if (![bias].flat().every(Number.isFinite)) {
      throw new RangeError(`headBiases.${name} must be finite, got ${[bias].flat().join(', ')}`);
    }
  }
  const ofHead = (name: string, size: number): readonly number[] => {
    const bias = biases[name] ?? 0;
    return typeof bias === 'number' ? new Array<number>(size).fill(bias) : bias;
  };
  return Float32Array.from(
    emissions.flatMap(({ heads, emission }) =>
      Object.entries(emission).flatMap(([name, size]) =>
        Array.from({ length: heads }, () => ofHead(name, size)).flat(),
      ),
    ),
  );
}
