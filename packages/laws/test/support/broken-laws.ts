import { type Law, LawBroken } from '../../src/index.js';

/** The laws that are broken, in their order. */
export function broken(laws: readonly Law[]): LawBroken[] {
  return laws.flatMap(({ check }) => {
    try {
      check();
      return [];
    } catch (error) {
      if (error instanceof LawBroken) return [error];
      throw error;
    }
  });
}

export const namesOfBroken = (laws: readonly Law[]): string[] => broken(laws).map(({ law }) => law);
