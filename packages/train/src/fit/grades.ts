import * as tf from '@tensorflow/tfjs';
import { engineOr, release } from '../compile.js';
import type { Compile } from '../compile.js';
import { Turns } from '../turns.js';
import type { BatchGrade, ExampleBatch, FitScore, Learner } from './learner.js';

/** Adds up the grades of batches; they stay on the engine until they are read, all at once. */
export class Grades {
  private grades: BatchGrade[] = [];
  private examples = 0;

  push(grade: BatchGrade, examples: number): void {
    this.grades.push(grade);
    this.examples += examples;
  }

  async read(): Promise<FitScore> {
    const { examples } = this;
    if (examples === 0) return { examples, loss: NaN, error: NaN };
    const sums = tf.tidy(() => {
      const all = (of: keyof BatchGrade) => tf.addN(this.grades.map((grade) => grade[of]));
      return tf.stack([all('loss'), all('right')]);
    });
    this.drop();
    const [loss, right] = await sums.data();
    sums.dispose();
    return { examples, loss: loss / examples, error: (examples - right) / examples };
  }

  /** Forgets what was not read. */
  drop(): void {
    tf.dispose(this.grades.flatMap(({ loss, right }) => [loss, right]));
    this.grades = [];
    this.examples = 0;
  }
}

/** Grades a learner as it is; what it compiles is kept between. */
export interface Scorer<Tensors extends tf.TensorContainer> {
  score(batches: Iterable<ExampleBatch<Tensors>>, stage: string): Promise<FitScore>;
  dispose(): void;
}

/** @param compile @defaultValue the compiler of this toolkit */
export function scorer<Tensors extends tf.TensorContainer>(
  learner: Pick<Learner<Tensors>, 'grade'>,
  compile?: Compile,
): Scorer<Tensors> {
  const grade = engineOr(compile)((tensors: Tensors, stage: string) =>
    tf.tidy(() => learner.grade(tensors, stage)),
  );
  return {
    async score(batches, stage) {
      const grades = new Grades();
      const turns = new Turns();
      for (const { tensors, examples } of batches) {
        grades.push(grade(tensors, stage), examples);
        tf.dispose(tensors);
        await turns.give();
      }
      return grades.read();
    },
    dispose: () => release(grade),
  };
}
