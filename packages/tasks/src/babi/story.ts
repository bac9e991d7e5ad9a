/**
 * Stories with questions, in the terms of the bAbI tasks: J. Weston et al. (2015), "Towards AI-complete question
 * answering: a set of prerequisite toy tasks", arXiv 1502.05698.
 */

/** A sentence that is told, as it is written: 'Mary moved to the bathroom.' */
export interface Fact {
  readonly kind: 'fact';
  readonly text: string;
}

/** A question about the facts that stand before it. */
export interface Question {
  readonly kind: 'question';
  /** As it is written: 'Where is Mary?' */
  readonly text: string;
  /** As it is written; several words are joined by commas, without spaces: 'bathroom', 'milk,apple', 's,e'. */
  readonly answer: string;
  /** The facts that the answer follows from, as indices into the lines of the story, from 0. */
  readonly supporting: readonly number[];
}

/** Facts and questions in the order in which they are told. Every question stands after the facts that support it. */
export interface Story {
  readonly lines: readonly (Fact | Question)[];
}
