/** Two questions of words as numbers: sentences of several lengths, words that come twice, stories of several lengths. */
export const few: readonly { facts: number[][]; question: number[]; answer: number }[] = [
  {
    facts: [
      [0, 1, 2],
      [3, 1],
      [0, 4, 2, 5],
    ],
    question: [6, 1],
    answer: 2,
  },
  { facts: [[2, 2, 2, 2]], question: [0], answer: 5 },
];

/** The same as a network takes them. */
export const numbered = (questions: typeof few) =>
  questions.map(({ facts, question, answer }) => ({
    facts: facts.map((fact) => Int32Array.from(fact)),
    question: Int32Array.from(question),
    answer,
  }));
