/** Ranges of options that several tasks have. They keep batches within what memory holds. */

/** The longest sequence, in the task's own sense. */
export const LONGEST = 10_000;

/** Bits of a vector. */
export const BITS = { low: 1, high: 256 };
