/** What a curriculum remembers, in its own shape. */
export type CurriculumState = null | { readonly high: number } | readonly CurriculumState[];
