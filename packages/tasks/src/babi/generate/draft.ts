import type { Fact, Question, Story } from '../story.js';

/** Questions about people and things are about one of so many last facts, as in the published stories. */
const RECENT = 5;

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

  /** What is about one of the last five facts, by their lines. */
  recent<Thing extends { readonly line: number }>(things: readonly Thing[]): Thing[] {
    const facts = this.told.flatMap(({ kind }, line) => (kind === 'fact' ? [line] : []));
    const last = facts.slice(-RECENT);
    return things.filter(({ line }) => last.includes(line));
  }

  get story(): Story {
    return { lines: this.told };
  }
}

/** A question with its answer, and the lines which that follows from. */
export type Asked = Omit<Question, 'kind'>;
