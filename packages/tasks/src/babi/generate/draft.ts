import type { Fact, Question, Story } from '../story.js';

/** A story while it is told. */
export class Draft {
  private readonly told: (Fact | Question)[] = [];

  /** Tells a fact. Returns the line, as `supporting` of a question wants it. */
  tell(text: string): number {
    this.told.push({ kind: 'fact', text });
    return this.told.length - 1;
  }

  ask({ text, answer, supporting }: Asked): void {
    this.told.push({ kind: 'question', text, answer, supporting });
  }

  /** How many questions were asked so far. */
  get questions(): number {
    return this.told.filter(({ kind }) => kind === 'question').length;
  }

  get story(): Story {
    return { lines: this.told };
  }
}

/** A question with its answer, and the lines which that follows from. */
export type Asked = Omit<Question, 'kind'>;
