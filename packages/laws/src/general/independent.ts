import { type Law, law } from '../law.js';
import type { LawOptions } from '../options.js';
import { expectSame } from '../subject/compare.js';
import { draw, ordinary } from '../subject/draw.js';
import { rearranged } from '../subject/rearrange.js';
import type { Subject } from '../subject/subject.js';

const names = { batch: 'batch rows are independent', heads: 'heads are independent' } as const;

/** Each batch row, or each head, gives what it gives alone. */
export const areIndependent = (axis: 'batch' | 'heads', subject: Subject, options: LawOptions): Law =>
  law(subject.name, names[axis], options, ordinary(subject), (given) => {
    const inputs = draw(subject, given);
    const together = subject.run(inputs);
    const [its, outputs] = [subject.inputs(given), subject.outputs(given)];
    for (let index = 0; index < given[axis]; index++) {
      expectSame(subject, inputs, {
        actual: rearranged(together, outputs, axis, [index]),
        expected: subject.run(rearranged(inputs, its, axis, [index])),
        when: `with ${axis === 'batch' ? 'batch row' : 'head'} ${index} alone instead of among ${given[axis]}`,
      });
    }
  });
